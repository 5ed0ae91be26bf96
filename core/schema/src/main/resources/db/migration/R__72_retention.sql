-- Retention of rows that are purged one by one, not by partition. Each call is one batch of one tenant in a transaction of
-- its own. It locks only the rows that it deletes, and waits for no lock: a row that is locked is left for the next pass.
-- Others wait for one batch at most.

-- Protects rows that ended within the last day, even if the caller's clock runs ahead of the database's.
CREATE OR REPLACE FUNCTION not_of_today(p_before timestamptz)
  RETURNS timestamptz
  LANGUAGE sql STABLE
  RETURN least(p_before, now() - interval '1 day');
CALL secure_function('not_of_today', callers => '{imas_worker_fn}');

-- Claims a tenant's pass over a table: the one in progress, or else a new one, up to p_before at the latest. Returns NULL if
-- another process has it, or if nothing is left to do.
CREATE OR REPLACE FUNCTION take_pass(p_tenant uuid, p_table text, p_before timestamptz)
  RETURNS retention_pass
  LANGUAGE plpgsql
AS $$
DECLARE
  v_pass retention_pass;
BEGIN
  -- It looks first, because ON CONFLICT would wait for a process that holds the row.
  IF NOT EXISTS (SELECT FROM retention_pass p WHERE p.tenant_id = p_tenant AND p.table_name = p_table) THEN
    INSERT INTO retention_pass (tenant_id, table_name) VALUES (p_tenant, p_table) ON CONFLICT DO NOTHING;
  END IF;
  SELECT * INTO v_pass FROM retention_pass p
   WHERE p.tenant_id = p_tenant AND p.table_name = p_table AND (p.before IS NOT NULL OR p.done_before < p_before)
     FOR UPDATE SKIP LOCKED;
  IF FOUND THEN
    -- A longer retention may have been set since the pass began.
    v_pass.before := least(v_pass.before, p_before);
  END IF;
  RETURN v_pass;
END $$;
CALL secure_function('take_pass', callers => '{imas_worker_fn}');

-- Records the progress of a pass. With p_to_the_end the pass is complete.
CREATE OR REPLACE FUNCTION move_pass(p_pass retention_pass, p_to_the_end boolean, p_at timestamptz, p_id uuid)
  RETURNS void
  LANGUAGE sql
AS $$
  UPDATE imas.retention_pass p
     SET done_before = CASE WHEN p_to_the_end THEN greatest(p.done_before, p_pass.before) ELSE p.done_before END,
         before = CASE WHEN NOT p_to_the_end THEN p_pass.before END,
         after_at = CASE WHEN p_to_the_end THEN '-infinity' ELSE coalesce(p_at, p.after_at) END,
         after_id = CASE WHEN p_to_the_end THEN '00000000-0000-0000-0000-000000000000' ELSE coalesce(p_id, p.after_id) END
   WHERE p.tenant_id = p_pass.tenant_id AND p.table_name = p_pass.table_name
$$;
CALL secure_function('move_pass', callers => '{imas_worker_fn}');

-- The tenants that need a pass over this table, up to p_before, and by how long their oldest remaining row may have outlived
-- its retention.
CREATE OR REPLACE FUNCTION due_passes(p_table text, p_before timestamptz)
  RETURNS TABLE (tenant_id uuid, overdue interval)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT t.tenant_id, greatest(not_of_today(p_before) - greatest(p.done_before, t.created_at), '0')
    FROM tenant t
    LEFT JOIN retention_pass p ON p.tenant_id = t.tenant_id AND p.table_name = p_table
   WHERE p.before IS NOT NULL OR (p.done_before >= not_of_today(p_before)) IS NOT TRUE
   ORDER BY t.tenant_id
$$;
CALL secure_function('due_passes', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Removes the timers of every kind that have these subjects, or subjects below them (<subject>:<more>), since the same
-- transaction purges what they are about. It reads only the timers of these subjects, kind by kind; a tenant has few kinds.
CREATE OR REPLACE FUNCTION remove_timers(p_tenant uuid, p_subjects uuid[])
  RETURNS void
  LANGUAGE plpgsql
AS $$
DECLARE
  v_kind text := '';
BEGIN
  LOOP
    SELECT t.kind INTO v_kind FROM imas.timer t
     WHERE t.tenant_id = p_tenant AND t.kind > v_kind COLLATE "C"
     ORDER BY t.tenant_id, t.kind LIMIT 1;
    EXIT WHEN NOT FOUND;
    -- By an array, so that each plan reads the timers of a subject and not the kind's.
    DELETE FROM imas.timer t
     WHERE t.tenant_id = p_tenant AND t.kind = v_kind COLLATE "C"
       AND t.subject = ANY (ARRAY (
             SELECT n.subject
               FROM (SELECT u.id::text COLLATE "C" AS subject FROM unnest(p_subjects) AS u(id)) AS s
              CROSS JOIN LATERAL (
                SELECT f.subject FROM imas.timer f
                 WHERE f.tenant_id = p_tenant AND f.kind = v_kind COLLATE "C"
                   AND f.subject >= s.subject AND f.subject < s.subject || ';' -- a range for the index; ';' sorts after ':'
                   AND (f.subject = s.subject OR f.subject >= s.subject || ':')
                 ORDER BY f.tenant_id, f.kind, f.subject
                OFFSET 0) AS n));
  END LOOP;
END $$;
CALL secure_function('remove_timers', callers => '{imas_worker_fn}');

-- Checks up to p_limit alerts of a tenant, oldest first. It purges those that ended before p_before, with core's progress for
-- them, unless they are still needed: core has not processed their last change, a late firing waits, the journal has changes
-- of theirs, or their incident is open or ended later. Their counts are added to alert_closed. An alert that fires again
-- afterwards is new. Its changes are numbered from 1 again, so the journal must no longer have the old ones.
CREATE OR REPLACE FUNCTION purge_alerts(p_tenant uuid, p_before timestamptz, p_limit integer, OUT died integer, OUT has_more boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
AS $$
DECLARE
  v_until   CONSTANT timestamptz := not_of_today(p_before);
  v_pass    retention_pass := take_pass(p_tenant, 'alert', v_until);
  v_journal timestamptz;
  v_seen    integer;
  v_at      timestamptz;
  v_id      uuid;
  v_print   uuid[];
BEGIN
  died := 0;
  has_more := false;
  IF v_pass.before IS NULL THEN
    RETURN;
  END IF;
  SELECT min(p.starts) INTO v_journal FROM partition_list() p WHERE p.parent = 'transition';
  WITH page AS (
    SELECT a.created_at, a.fingerprint, a.status, a.last_seen, a.recovered_at, a.resolved_at
      FROM alert_state a
     WHERE a.tenant_id = p_tenant AND a.created_at >= v_pass.after_at
       AND (a.created_at, a.fingerprint) > (v_pass.after_at, v_pass.after_id) AND a.created_at < v_pass.before
     ORDER BY a.created_at, a.fingerprint
     LIMIT p_limit)
  SELECT count(*), max(g.created_at), (SELECT l.fingerprint FROM page l ORDER BY l.created_at DESC, l.fingerprint DESC LIMIT 1),
         array_agg(g.fingerprint) FILTER (WHERE g.status = status_resolved() AND g.last_seen < v_pass.before
                                            AND coalesce(g.recovered_at, g.resolved_at) < v_pass.before)
    INTO v_seen, v_at, v_id, v_print
    FROM page g;
  IF v_print IS NOT NULL THEN
    -- Lock core's row of an alert first, if there is one, then the alert's row. No other transaction takes both.
    PERFORM 1 FROM alert_progress g
      WHERE g.tenant_id = p_tenant AND g.fingerprint = ANY (v_print)
      ORDER BY g.fingerprint
        FOR UPDATE SKIP LOCKED;
    SELECT array_agg(l.fingerprint) INTO v_print
      FROM (SELECT a.fingerprint FROM unnest(v_print) AS d(fingerprint)
              JOIN alert_state a ON a.tenant_id = p_tenant AND a.fingerprint = d.fingerprint
             ORDER BY a.fingerprint
               FOR UPDATE OF a SKIP LOCKED) AS l;
  END IF;
  IF v_print IS NOT NULL THEN
    -- Decide on the current state, now that the rows are locked.
    SELECT array_agg(a.fingerprint) INTO v_print
      FROM unnest(v_print) AS d(fingerprint)
      JOIN alert_state a ON a.tenant_id = p_tenant AND a.fingerprint = d.fingerprint
      LEFT JOIN alert_progress g ON g.tenant_id = a.tenant_id AND g.fingerprint = a.fingerprint
      LEFT JOIN incident i ON i.tenant_id = g.tenant_id AND i.id = g.incident_id
     WHERE a.status = status_resolved() AND a.last_seen < v_pass.before
       AND coalesce(a.recovered_at, a.resolved_at) < v_pass.before
       AND coalesce(g.applied_seq, 0) >= a.seq AND g.firing IS NOT TRUE
       AND (i.id IS NULL OR (i.status = 'RESOLVED' AND i.updated_at < v_pass.before))
       AND NOT EXISTS (SELECT FROM late_firing l WHERE l.tenant_id = a.tenant_id AND l.fingerprint = a.fingerprint)
       AND a.fingerprint <> ALL (ARRAY (SELECT o.fingerprint FROM outbox o WHERE o.tenant_id = p_tenant AND o.at < v_pass.before))
       -- Only the journal knows when an alert expired. The hour allows for clocks that differ.
       AND CASE WHEN a.recovered_at IS NULL
                THEN NOT EXISTS (SELECT FROM transition t WHERE t.tenant_id = a.tenant_id AND t.fingerprint = a.fingerprint)
                ELSE a.recovered_at + interval '1 hour' < v_journal END;
  END IF;
  IF v_print IS NOT NULL THEN
    PERFORM remove_timers(p_tenant, v_print);
    DELETE FROM search_text x WHERE x.tenant_id = p_tenant AND x.kind = 2 AND x.id = ANY (v_print);
    DELETE FROM alert_progress g USING unnest(v_print) AS d(fingerprint)
     WHERE g.tenant_id = p_tenant AND g.fingerprint = d.fingerprint;
    WITH dead AS (
      DELETE FROM alert_state a USING unnest(v_print) AS d(fingerprint)
       WHERE a.tenant_id = p_tenant AND a.fingerprint = d.fingerprint
      RETURNING a.dedup_count, a.stale_count, a.suppressed_count),
    closed AS (
      INSERT INTO alert_closed AS c (tenant_id, alerts, deduplicated, stale, suppressed)
      SELECT p_tenant, count(*), coalesce(sum(dedup_count), 0), coalesce(sum(stale_count), 0), coalesce(sum(suppressed_count), 0)
        FROM dead
      ON CONFLICT (tenant_id) DO UPDATE
         SET alerts = c.alerts + excluded.alerts, deduplicated = c.deduplicated + excluded.deduplicated,
             stale = c.stale + excluded.stale, suppressed = c.suppressed + excluded.suppressed)
    SELECT count(*) INTO died FROM dead;
  END IF;
  PERFORM move_pass(v_pass, v_seen < p_limit, v_at, v_id);
  has_more := v_seen = p_limit OR v_pass.before < v_until;
END $$;
CALL secure_function('purge_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The same for deliveries. It purges those that finished before p_before and whose incidents had ended by then; until then
-- they show who was told. A digest stays as long as any delivery that was folded into it. Attempts are dropped with their
-- partitions.
CREATE OR REPLACE FUNCTION purge_deliveries(p_tenant uuid, p_before timestamptz, p_limit integer, OUT died integer, OUT has_more boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
AS $$
DECLARE
  v_until CONSTANT timestamptz := not_of_today(p_before);
  v_pass retention_pass := take_pass(p_tenant, 'delivery', v_until);
  v_seen integer;
  v_at   timestamptz;
  v_id   uuid;
  v_ids  uuid[];
BEGIN
  died := 0;
  has_more := false;
  IF v_pass.before IS NULL THEN
    RETURN;
  END IF;
  WITH page AS (
    SELECT d.created_at, d.id, d.status, d.finished_at
      FROM delivery d
     WHERE d.tenant_id = p_tenant AND (d.created_at, d.id) > (v_pass.after_at, v_pass.after_id) AND d.created_at < v_pass.before
     ORDER BY d.created_at, d.id
     LIMIT p_limit)
  SELECT count(*), max(g.created_at), (SELECT l.id FROM page l ORDER BY l.created_at DESC, l.id DESC LIMIT 1),
         array_agg(g.id) FILTER (WHERE g.status NOT IN ('held', 'pending', 'sending')
                                   AND coalesce(g.finished_at, g.created_at) < v_pass.before)
    INTO v_seen, v_at, v_id, v_ids
    FROM page g;
  IF v_ids IS NOT NULL THEN
    WITH dead AS (
      SELECT d.id
        FROM unnest(v_ids) AS c(id)
        JOIN delivery d ON d.tenant_id = p_tenant AND d.id = c.id
        LEFT JOIN incident i ON i.tenant_id = d.tenant_id AND i.id = d.incident_id
       WHERE d.status NOT IN ('held', 'pending', 'sending') AND coalesce(d.finished_at, d.created_at) < v_pass.before
         AND (i.id IS NULL OR (i.status = 'RESOLVED' AND i.updated_at < v_pass.before))
         AND (d.incident_id IS NOT NULL
              OR NOT EXISTS (SELECT FROM delivery f WHERE f.tenant_id = d.tenant_id AND f.folded_into = d.id))
         FOR UPDATE OF d SKIP LOCKED),
    gone AS (
      DELETE FROM delivery d USING dead WHERE d.tenant_id = p_tenant AND d.id = dead.id RETURNING d.id)
    SELECT count(*), array_agg(g.id) INTO died, v_ids FROM gone g;
    IF died > 0 THEN
      PERFORM remove_timers(p_tenant, v_ids);
    END IF;
  END IF;
  PERFORM move_pass(v_pass, v_seen < p_limit, v_at, v_id);
  has_more := v_seen = p_limit OR v_pass.before < v_until;
END $$;
CALL secure_function('purge_deliveries', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The same for incidents, with everything that belongs to them. It purges those that ended and were last changed before
-- p_before, unless they are still needed: an alert may still fire after somebody resolved the incident, a delivery or an
-- outcome waits, an idempotency key refers to the incident, or a remaining alert was last in it. p_limit also bounds the
-- alerts of these incidents. An incident with more loses p_limit links a call, and is deleted with the last ones.
CREATE OR REPLACE FUNCTION purge_incidents(p_tenant uuid, p_before timestamptz, p_limit integer, OUT died integer, OUT has_more boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
AS $$
DECLARE
  v_until CONSTANT timestamptz := not_of_today(p_before);
  v_pass  retention_pass := take_pass(p_tenant, 'incident', v_until);
  v_more  boolean;
  v_at    timestamptz;
  v_id    uuid;
  v_ids   uuid[];
  v_large uuid;
  v_told  uuid[];
BEGIN
  died := 0;
  has_more := false;
  IF v_pass.before IS NULL THEN
    RETURN;
  END IF;
  -- As many incidents as have p_limit alerts together, or only the first.
  WITH page AS (
    SELECT m.*
      FROM (SELECT i.created_at, i.id, i.status, i.updated_at, i.alert_count,
                   row_number() OVER w AS place, sum(i.alert_count) OVER w AS links
              FROM (SELECT * FROM incident n
                     WHERE n.tenant_id = p_tenant AND (n.created_at, n.id) > (v_pass.after_at, v_pass.after_id)
                       AND n.created_at < v_pass.before
                     ORDER BY n.created_at, n.id
                     LIMIT p_limit) AS i
            WINDOW w AS (ORDER BY i.created_at, i.id ROWS UNBOUNDED PRECEDING)) AS m
     WHERE m.place = 1 OR m.links <= p_limit)
  SELECT max(g.created_at), (SELECT l.id FROM page l ORDER BY l.created_at DESC, l.id DESC LIMIT 1),
         array_agg(g.id) FILTER (WHERE g.status = 'RESOLVED' AND g.updated_at < v_pass.before),
         (SELECT l.id FROM page l WHERE l.alert_count > p_limit)
    INTO v_at, v_id, v_ids, v_large
    FROM page g;
  IF v_ids IS NOT NULL THEN
    SELECT array_agg(l.id) INTO v_ids
      FROM (SELECT i.id FROM unnest(v_ids) AS c(id)
              JOIN incident i ON i.tenant_id = p_tenant AND i.id = c.id
             ORDER BY i.id
               FOR UPDATE OF i SKIP LOCKED) AS l;
  END IF;
  IF v_ids IS NOT NULL THEN
    -- Decide on the current state, now that the rows are locked.
    SELECT array_agg(i.id) INTO v_ids
      FROM unnest(v_ids) AS c(id)
     -- One by one, so that no plan reads all resolved incidents instead.
     CROSS JOIN LATERAL (SELECT n.id, n.status, n.updated_at FROM incident n
                          WHERE n.tenant_id = p_tenant AND n.id = c.id
                         OFFSET 0) AS i
     WHERE i.status = 'RESOLVED' AND i.updated_at < v_pass.before
       AND NOT EXISTS (SELECT FROM incident_recheck r WHERE r.tenant_id = p_tenant AND r.incident_id = i.id)
       AND NOT EXISTS (SELECT FROM delivery d
                        WHERE d.tenant_id = p_tenant AND d.incident_id = i.id AND d.status IN ('held', 'pending', 'sending'))
       AND NOT EXISTS (SELECT FROM idempotency k WHERE k.tenant_id = p_tenant AND k.incident_id = i.id)
       AND i.id <> ALL (ARRAY (SELECT o.incident_id FROM delivery_outcome o WHERE o.tenant_id = p_tenant))
       AND NOT EXISTS (SELECT FROM incident_alert m
                         JOIN alert_progress g ON g.tenant_id = m.tenant_id AND g.fingerprint = m.fingerprint
                        WHERE m.tenant_id = p_tenant AND m.incident_id = i.id AND g.incident_id = i.id);
  END IF;
  IF v_ids IS NOT NULL THEN
    -- The group of a merged incident leads to the one that has its alerts, for as long as that one is open.
    SELECT array_agg(u.id) INTO v_ids
      FROM unnest(v_ids) AS u(id)
     WHERE u.id <> ALL (ARRAY (SELECT c.id FROM unnest(v_ids) AS c(id)
                                CROSS JOIN LATERAL (SELECT n.merged_into FROM incident n
                                                     WHERE n.tenant_id = p_tenant AND n.id = c.id
                                                    OFFSET 0) AS n
                                CROSS JOIN LATERAL (SELECT FROM incident t
                                                     WHERE t.tenant_id = p_tenant AND t.id = n.merged_into
                                                       AND t.status <> 'RESOLVED'
                                                    OFFSET 0) AS t));
  END IF;
  IF v_ids IS NOT NULL THEN
    -- A legal duty keeps its incident while a stage is open, and as long as the incident itself after that.
    SELECT array_agg(u.id) INTO v_ids
      FROM unnest(v_ids) AS u(id)
     WHERE u.id <> ALL (ARRAY (SELECT o.incident_id FROM unnest(v_ids) AS c(id)
                                CROSS JOIN LATERAL (SELECT n.incident_id FROM obligation n
                                                     WHERE n.tenant_id = p_tenant AND n.incident_id = c.id
                                                       AND (n.closed_at IS NULL OR n.closed_at >= v_pass.before)
                                                    OFFSET 0) AS o));
  END IF;
  IF v_ids IS NOT NULL THEN
    -- So does an open item. One that has ended goes on without the incident.
    SELECT array_agg(u.id) INTO v_ids
      FROM unnest(v_ids) AS u(id)
     WHERE u.id <> ALL (ARRAY (SELECT t.incident_id FROM unnest(v_ids) AS c(id)
                                CROSS JOIN LATERAL (SELECT n.incident_id FROM item n
                                                     WHERE n.tenant_id = p_tenant AND n.incident_id = c.id
                                                       AND n.status_category IN ('todo', 'doing')
                                                    OFFSET 0) AS t));
  END IF;
  IF v_ids IS NOT NULL THEN
    -- And so does a post-mortem that is required and was neither published nor called off, unless its incident was merged: then
    -- the duty is the other one's.
    SELECT array_agg(u.id) INTO v_ids
      FROM unnest(v_ids) AS u(id)
     WHERE u.id <> ALL (ARRAY (SELECT p.incident_id FROM unnest(v_ids) AS c(id)
                                CROSS JOIN LATERAL (SELECT n.incident_id FROM post_mortem n
                                                     WHERE n.tenant_id = p_tenant AND n.incident_id = c.id
                                                       AND n.duty_cause IS NOT NULL AND n.published_number IS NULL
                                                       AND n.state <> 'not_needed'
                                                    OFFSET 0) AS p
                                CROSS JOIN LATERAL (SELECT FROM incident o
                                                     WHERE o.tenant_id = p_tenant AND o.id = c.id AND o.merged_into IS NULL
                                                    OFFSET 0) AS o));
  END IF;
  IF v_ids IS NOT NULL THEN
    IF v_large IS NULL THEN
      DELETE FROM incident_alert m WHERE m.tenant_id = p_tenant AND m.incident_id = ANY (v_ids);
    ELSE
      DELETE FROM incident_alert m
       WHERE m.tenant_id = p_tenant AND m.incident_id = v_large
         AND m.fingerprint = ANY (ARRAY (SELECT n.fingerprint FROM incident_alert n
                                          WHERE n.tenant_id = p_tenant AND n.incident_id = v_large LIMIT p_limit));
      IF EXISTS (SELECT FROM incident_alert m WHERE m.tenant_id = p_tenant AND m.incident_id = v_large) THEN
        PERFORM move_pass(v_pass, false, NULL, NULL);  -- the next call continues
        has_more := true;
        RETURN;
      END IF;
    END IF;
    PERFORM remove_timers(p_tenant, v_ids);
    WITH gone AS (
      DELETE FROM delivery d WHERE d.tenant_id = p_tenant AND d.incident_id = ANY (v_ids) RETURNING d.id)
    SELECT array_agg(g.id) INTO v_told FROM gone g;
    PERFORM remove_timers(p_tenant, v_told);
    -- One by one, so that each plan reads the index of those that were merged and not the tenant's incidents.
    UPDATE incident s SET merged_into = NULL
     WHERE s.tenant_id = p_tenant
       AND s.id = ANY (ARRAY (SELECT f.id FROM unnest(v_ids) AS u(id)
                               CROSS JOIN LATERAL (SELECT n.id FROM incident n
                                                    WHERE n.tenant_id = p_tenant AND n.merged_into = u.id
                                                   OFFSET 0) AS f));
    DELETE FROM incident_merge g
     WHERE g.tenant_id = p_tenant AND (g.source_id = ANY (v_ids) OR g.target_id = ANY (v_ids));
    DELETE FROM incident_opening o WHERE o.tenant_id = p_tenant AND o.incident_id = ANY (v_ids);
    DELETE FROM alert_acknowledgement k WHERE k.tenant_id = p_tenant AND k.incident_id = ANY (v_ids);
    DELETE FROM incident_growth g WHERE g.tenant_id = p_tenant AND g.incident_id = ANY (v_ids);
    -- With their versions, mentions and reactions.
    DELETE FROM comment k WHERE k.tenant_id = p_tenant AND k.subject_kind = 'incident' AND k.subject_id = ANY (v_ids);
    DELETE FROM incident_role r WHERE r.tenant_id = p_tenant AND r.incident_id = ANY (v_ids);
    DELETE FROM incident_change e WHERE e.tenant_id = p_tenant AND e.incident_id = ANY (v_ids);
    DELETE FROM incident_suspects s WHERE s.tenant_id = p_tenant AND s.incident_id = ANY (v_ids);
    DELETE FROM incident_update u WHERE u.tenant_id = p_tenant AND u.incident_id = ANY (v_ids);
    DELETE FROM incident_promise o WHERE o.tenant_id = p_tenant AND o.incident_id = ANY (v_ids);
    DELETE FROM incident_snooze z WHERE z.tenant_id = p_tenant AND z.incident_id = ANY (v_ids);
    DELETE FROM incident_unrouted u WHERE u.tenant_id = p_tenant AND u.incident_id = ANY (v_ids);
    DELETE FROM incident_reminder m WHERE m.tenant_id = p_tenant AND m.incident_id = ANY (v_ids);
    DELETE FROM obligation o WHERE o.tenant_id = p_tenant AND o.incident_id = ANY (v_ids);
    -- With its sections and published versions.
    DELETE FROM post_mortem q WHERE q.tenant_id = p_tenant AND q.incident_id = ANY (v_ids);
    DELETE FROM incident_scope s WHERE s.tenant_id = p_tenant AND s.incident_id = ANY (v_ids);
    DELETE FROM message_card c WHERE c.tenant_id = p_tenant AND c.incident_id = ANY (v_ids);
    DELETE FROM escalation_firing f WHERE f.tenant_id = p_tenant AND f.incident_id = ANY (v_ids);
    -- With their tasks and marks.
    DELETE FROM room r WHERE r.tenant_id = p_tenant AND r.incident_id = ANY (v_ids);
    DELETE FROM escalation_run r WHERE r.tenant_id = p_tenant AND r.incident_id = ANY (v_ids);
    DELETE FROM search_text x WHERE x.tenant_id = p_tenant AND x.kind IN (1, 3) AND x.id = ANY (v_ids);
    DELETE FROM timeline t WHERE t.tenant_id = p_tenant AND t.incident_id = ANY (v_ids);
    DELETE FROM incident i WHERE i.tenant_id = p_tenant AND i.id = ANY (v_ids);
    GET DIAGNOSTICS died = ROW_COUNT;
  END IF;
  v_more := EXISTS (SELECT FROM incident n
                     WHERE n.tenant_id = p_tenant AND (n.created_at, n.id) > (v_at, v_id) AND n.created_at < v_pass.before);
  PERFORM move_pass(v_pass, NOT v_more, v_at, v_id);
  has_more := v_more OR v_pass.before < v_until;
END $$;
CALL secure_function('purge_incidents', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether this partition of the timeline is empty. Its rows are purged with their incidents, so an old partition may be empty
-- long before its own retention is over.
CREATE OR REPLACE FUNCTION timeline_is_empty(p_starts timestamptz, p_ends timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT NOT EXISTS (SELECT FROM timeline t WHERE t.at >= p_starts AND t.at < p_ends)
$$;
CALL secure_function('timeline_is_empty', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Rows of this table of the current tenant that ended before this time may have been removed. NULL if there were none: no pass
-- has begun, or only such that look for rows from before the tenant.
CREATE OR REPLACE FUNCTION removed_before(p_table text)
  RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT greatest(p.done_before, p.before)
    FROM retention_pass p
    JOIN tenant t ON t.tenant_id = p.tenant_id
   WHERE p.tenant_id = current_tenant() AND p.table_name = p_table AND greatest(p.done_before, p.before) > t.created_at
$$;
CALL secure_function('removed_before', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Forgets up to p_limit suppressed events that no recount looks at any more.
CREATE OR REPLACE FUNCTION forget_suppressions(p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM suppression s
     WHERE s.ctid = ANY (ARRAY (SELECT o.ctid FROM suppression o WHERE o.at < recounted_since() ORDER BY o.at LIMIT p_limit))
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_suppressions', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Forgets up to p_limit silences that ended before then, and counts of what is gone. An alert that is still hidden keeps what
-- hides it.
CREATE OR REPLACE FUNCTION forget_silences(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH past AS (
    SELECT s.tenant_id, s.id FROM silence s
     WHERE s.ends_at < not_of_today(p_before)
       AND NOT EXISTS (SELECT FROM hidden_by b WHERE b.tenant_id = s.tenant_id AND b.hider_id = s.id)
     LIMIT p_limit),
  counts AS (
    DELETE FROM hiding_count c USING past p WHERE c.tenant_id = p.tenant_id AND c.hider_id = p.id),
  gone AS (
    DELETE FROM silence s USING past p WHERE s.tenant_id = p.tenant_id AND s.id = p.id
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_silences', runs_as => 'imas_worker_fn', callers => '{imas_app}');
