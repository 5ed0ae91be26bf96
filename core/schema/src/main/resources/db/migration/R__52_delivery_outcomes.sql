-- Whether claim_due_outcomes may find something.
CREATE OR REPLACE FUNCTION outcomes_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM delivery_outcome w WHERE w.outcome <> 'sent' AND w.not_before <= now())
      OR EXISTS (SELECT FROM delivery_outcome w WHERE w.outcome = 'sent' AND w.not_before <= now())
$$;
CALL secure_function('outcomes_wait', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Takes up to p_limit due outcomes of deliveries, of the p_tenants tenants with the oldest ones, and deletes them. The caller's
-- transaction does what follows from them, so both happen or neither. Rows that another core has claimed are skipped.
-- Outcomes of sent deliveries come last, since only the timeline waits for them. No row is deferred for longer than
-- p_longest. A later time comes from a clock that was set back since; such a row waits p_longest from now. If it were due at
-- once, a page that has just been sent would be treated as unanswered, and others would be paged. To plan it costs more than to
-- run it, so it is planned once; the settings keep that plan right whatever the statistics say.
CREATE OR REPLACE FUNCTION claim_due_outcomes(p_limit integer, p_longest interval, p_tenants integer)
  RETURNS TABLE (tenant_id uuid, id bigint, incident_id uuid, event_seq integer, outcome text, delivery_id uuid, tries integer,
                 reason text, ended_at timestamptz, attempts smallint)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET plan_cache_mode = force_generic_plan
AS $$
  UPDATE delivery_outcome
     SET not_before = now() + p_longest
   WHERE ctid = ANY (ARRAY (
           SELECT w.ctid FROM delivery_outcome w
            WHERE w.outcome <> 'sent' AND w.not_before > now() + p_longest + interval '1 minute'
            ORDER BY w.not_before, w.id LIMIT 1000
              FOR UPDATE SKIP LOCKED));
  UPDATE delivery_outcome
     SET not_before = now() + p_longest
   WHERE ctid = ANY (ARRAY (
           SELECT w.ctid FROM delivery_outcome w
            WHERE w.outcome = 'sent' AND w.not_before > now() + p_longest + interval '1 minute'
            ORDER BY w.not_before, w.id LIMIT 1000
              FOR UPDATE SKIP LOCKED));
  WITH failed AS (
    SELECT w.tenant_id, w.id, w.not_before FROM delivery_outcome w
     WHERE w.outcome <> 'sent' AND w.not_before <= now()
     ORDER BY w.not_before, w.id LIMIT p_limit
       FOR UPDATE SKIP LOCKED),
  sent AS (
    SELECT w.tenant_id, w.id, w.not_before FROM delivery_outcome w
     WHERE w.outcome = 'sent' AND w.not_before <= now() AND (SELECT count(*) FROM failed) = 0
     ORDER BY w.not_before, w.id LIMIT p_limit
       FOR UPDATE SKIP LOCKED),
  due AS (
    SELECT o.tenant_id, o.id, row_number() OVER (ORDER BY o.not_before, o.id) AS place
      FROM (SELECT * FROM failed UNION ALL SELECT * FROM sent) AS o),
  first AS (
    SELECT d.tenant_id FROM due d GROUP BY d.tenant_id ORDER BY min(d.place) LIMIT p_tenants)
  DELETE FROM delivery_outcome o
   USING due
   WHERE o.tenant_id = due.tenant_id AND o.id = due.id AND due.tenant_id IN (SELECT f.tenant_id FROM first f)
  RETURNING o.tenant_id, o.id, o.incident_id, o.event_seq, o.outcome, o.delivery_id, o.tries, o.reason, o.ended_at, o.attempts
$$;
CALL secure_function('claim_due_outcomes', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The same of one tenant, for processes of an earlier version.
CREATE OR REPLACE FUNCTION claim_outcomes(p_limit integer, p_longest interval)
  RETURNS TABLE (tenant_id uuid, id bigint, incident_id uuid, event_seq integer, outcome text, delivery_id uuid, tries integer,
                 reason text, ended_at timestamptz, attempts smallint)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT * FROM claim_due_outcomes(p_limit, p_longest, 1)
$$;
CALL secure_function('claim_outcomes', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Defers a row whose work failed alone and was rolled back with its deletion.
CREATE OR REPLACE FUNCTION defer_outcome(p_tenant uuid, p_id bigint, p_wait interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE delivery_outcome SET attempts = least(attempts + 1, 32767)::smallint, not_before = now() + p_wait
   WHERE tenant_id = p_tenant AND id = p_id
$$;
CALL secure_function('defer_outcome', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- How many outcomes are due, and how long the oldest of them has been due; for metrics. It counts at most 100,000, half of
-- them of deliveries that were sent, so that it stays cheap in a storm. A deferred outcome counts again from the time it was
-- deferred to.
CREATE OR REPLACE FUNCTION outcome_backlog(OUT waiting bigint, OUT oldest_seconds double precision)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
AS $$
  SELECT count(*), coalesce(extract(epoch FROM now() - min(nullif(greatest(o.not_before, o.ended_at), '-infinity'))), 0)
    FROM ((SELECT w.not_before, w.ended_at FROM delivery_outcome w
            WHERE w.outcome <> 'sent' AND w.not_before <= now() ORDER BY w.not_before, w.id LIMIT 50000)
          UNION ALL
          (SELECT w.not_before, w.ended_at FROM delivery_outcome w
            WHERE w.outcome = 'sent' AND w.not_before <= now() ORDER BY w.not_before, w.id LIMIT 50000)) AS o
$$;
CALL secure_function('outcome_backlog', runs_as => 'imas_worker_fn', callers => '{imas_app}');
