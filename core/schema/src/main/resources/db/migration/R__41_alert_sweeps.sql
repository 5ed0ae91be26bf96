-- Repeats may postpone an alert's end. This writes the new end into up to p_limit alerts that would have ended by p_now, so
-- that the next sweep does not find them again. Returns how many it wrote.
CREATE OR REPLACE FUNCTION renew_alerts(p_now timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_renewed integer;
BEGIN
  UPDATE alert_state a
     SET ends_at = d.ends_at, expires_bucket = date_bin('5 minutes', d.ends_at + interval '5 minutes', 'epoch')
    FROM (SELECT a.tenant_id, a.fingerprint, r.ends_at
            FROM alert_state a
            JOIN alert_repeat r ON r.tenant_id = a.tenant_id AND r.fingerprint = a.fingerprint
           WHERE a.status = status_firing() AND a.expires_bucket <= p_now + interval '5 minutes' AND a.ends_at <= p_now
             AND r.ends_at > p_now
           ORDER BY a.fingerprint
           LIMIT p_limit
             FOR UPDATE OF a SKIP LOCKED) AS d
   WHERE a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint;
  GET DIAGNOSTICS v_renewed = ROW_COUNT;
  RETURN v_renewed;
END $$;
CALL secure_function('renew_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether senders could reach IMAS for p_grace up to now, without a gap. Otherwise their silence may be caused by IMAS.
CREATE OR REPLACE FUNCTION senders_had_their_say(p_now timestamptz, p_grace interval)
  RETURNS boolean
  LANGUAGE sql STABLE
  RETURN EXISTS (SELECT 1 FROM imas.listening l
                  WHERE l.since + p_grace <= p_now AND l.until + interval '1 minute' >= p_now);
CALL secure_function('senders_had_their_say', callers => '{imas_worker_fn}');

-- Adds the repeats of these alerts to their rows, which the caller has locked. No first repeat can begin under that lock;
-- existing rows of repeats may still count until they are deleted here.
CREATE OR REPLACE FUNCTION absorb_repeats(p_tenant uuid[], p_print uuid[])
  RETURNS void
  LANGUAGE sql
AS $$
  WITH absorbed AS (
    DELETE FROM imas.alert_repeat r
     USING unnest(p_tenant, p_print) AS d(tenant_id, fingerprint)
     WHERE r.tenant_id = d.tenant_id AND r.fingerprint = d.fingerprint
    RETURNING r.*)
  UPDATE imas.alert_state a
     SET fire_count = a.fire_count + r.repeats, dedup_count = a.dedup_count + r.repeats,
         last_seen = greatest(a.last_seen, r.last_seen), observed_at = greatest(a.observed_at, r.observed_at),
         ends_at = greatest(a.ends_at, r.ends_at),
         expires_bucket = date_bin('5 minutes', greatest(a.ends_at, r.ends_at) + interval '5 minutes', 'epoch')
    FROM absorbed r
   WHERE a.tenant_id = r.tenant_id AND a.fingerprint = r.fingerprint
$$;
CALL secure_function('absorb_repeats', callers => '{imas_worker_fn}');

-- Whether an alert fires after IMAS has decided this.
CREATE OR REPLACE FUNCTION fires_on(p_kind smallint)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE
  RETURN p_kind IN (imas.kind_still_firing(), imas.kind_reconsidered());
CALL secure_function('fires_on', callers => '{imas_worker_fn}');

-- Changes the state of alerts by a decision of IMAS. The caller has locked their rows. It writes the row, the journal and the
-- outbox, but not the ledger, which counts what was received. p_kind: expired and lapsed end the alert, at p_ended if given,
-- otherwise at the alert's own end. Still firing and reconsidered only increase the number of changes, so that core looks at the
-- alert again.
CREATE OR REPLACE FUNCTION decide_alerts(p_tenant uuid[], p_print uuid[], p_kind smallint, p_now timestamptz, p_ended timestamptz)
  RETURNS integer
  LANGUAGE sql
AS $$
  WITH upd AS (
    UPDATE imas.alert_state a
       SET status = CASE WHEN imas.fires_on(p_kind) THEN imas.status_firing() ELSE imas.status_resolved() END,
           resolved_at = CASE WHEN imas.fires_on(p_kind) THEN NULL ELSE coalesce(p_ended, a.ends_at) END,
           recovered_at = NULL, seq = a.seq + 1, opened_at = NULL,
           ends_at = CASE WHEN imas.fires_on(p_kind) THEN a.ends_at END,
           expires_bucket = CASE WHEN imas.fires_on(p_kind) THEN a.expires_bucket END
      FROM unnest(p_tenant, p_print) AS d(tenant_id, fingerprint)
     WHERE a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint AND a.status = imas.status_firing()
    RETURNING a.*, old.opened_at AS prior_opened_at),
  -- The view shows the rows from before the update.
  moved AS (
    INSERT INTO imas.transition
    SELECT o.*
      FROM upd u JOIN imas.opening o ON o.fingerprint = u.fingerprint AND o.tenant_id = u.tenant_id
     WHERE u.prior_opened_at IS NOT NULL AND imas.journal_keeps(o.at)),
  changes AS (
    INSERT INTO imas.transition (tenant_id, fingerprint, seq, kind, episode, severity, source_id, service_id, received_at,
                                 starts_at, rule_set_version, rule_index, decision, group_key)
    SELECT tenant_id, fingerprint, seq, p_kind, episode, severity, source_id, service_id, p_now, starts_at,
           rule_set_version, rule_index, decision, group_key
      FROM upd),
  work AS (
    INSERT INTO imas.outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                             starts_at, decision, group_key)
    SELECT tenant_id, fingerprint, seq, p_kind, imas.lane_of(severity), severity, source_id, service_id,
           p_now, starts_at, decision, group_key
      FROM upd)
  SELECT count(*)::integer FROM upd
$$;
CALL secure_function('decide_alerts', callers => '{imas_worker_fn}');

-- Resolves up to p_limit firing alerts whose ends_at has passed by p_now, in key order. It waits if IMAS may have caused the
-- silence: until senders could reach IMAS for p_grace without a gap, and until p_grace after a source's traffic resumed from
-- a gap longer than p_grace. If a source stays silent while IMAS listens, its alerts end after p_grace. It waits, too, for what is
-- not read yet of a source's topic.
CREATE OR REPLACE FUNCTION expire_alerts(p_now timestamptz, p_grace interval, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant  uuid[];
  v_print   uuid[];
BEGIN
  IF NOT senders_had_their_say(p_now, p_grace) THEN
    RETURN 0;
  END IF;
  WITH lagging AS MATERIALIZED (
    SELECT w.tenant_id, w.source_id FROM sources_that_lag(p_now) w),
  talking AS (
    SELECT m.tenant_id, m.source_id, max(m.minute) AS last_minute,
           max(m.minute) FILTER (WHERE m.prior IS NULL OR m.minute - m.prior > p_grace) AS resumed
      FROM (SELECT l.tenant_id, l.source_id, l.minute,
                   lag(l.minute) OVER (PARTITION BY l.tenant_id, l.source_id ORDER BY l.minute) AS prior
              FROM (SELECT DISTINCT tenant_id, source_id, minute FROM ledger
                     WHERE minute > p_now - interval '1 hour' - p_grace) AS l) AS m
     GROUP BY m.tenant_id, m.source_id),
  due AS (
    SELECT a.tenant_id, a.fingerprint
      FROM alert_state a
      LEFT JOIN talking t ON t.tenant_id = a.tenant_id AND t.source_id = a.source_id
     WHERE a.status = status_firing() AND a.expires_bucket <= p_now + interval '5 minutes' AND over_at(a.ends_at, a.last_seen) <= p_now
       AND (t.last_minute IS NULL OR t.last_minute + interval '1 minute' < p_now - p_grace OR t.resumed + p_grace <= p_now)
       AND NOT EXISTS (SELECT 1 FROM lagging w WHERE w.tenant_id = a.tenant_id AND w.source_id = a.source_id)
     ORDER BY a.fingerprint
     LIMIT p_limit
       FOR UPDATE OF a SKIP LOCKED)
  SELECT array_agg(tenant_id), array_agg(fingerprint) INTO v_tenant, v_print FROM due;
  IF v_tenant IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM absorb_repeats(v_tenant, v_print);
  SELECT array_agg(a.tenant_id), array_agg(a.fingerprint) INTO v_tenant, v_print
    FROM alert_state a JOIN unnest(v_tenant, v_print) AS d(tenant_id, fingerprint)
      ON a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint
   WHERE over_at(a.ends_at, a.last_seen) <= p_now;
  RETURN decide_alerts(v_tenant, v_print, kind_expired()::smallint, p_now, NULL);
END $$;
CALL secure_function('expire_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Ends up to p_limit firing alerts that have no end time and were not repeated for longer than their source's stale_after, or
-- p_default if it has none. It searches the alerts of incidents that are at least that old, since an index on the last
-- sighting would cost too much. Time in which IMAS did not listen does not count.
CREATE OR REPLACE FUNCTION lapse_alerts(p_now timestamptz, p_default interval, p_grace interval, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant  uuid[];
  v_print   uuid[];
  v_stale   interval[];
  v_absence interval;
BEGIN
  IF NOT senders_had_their_say(p_now, p_grace) THEN
    RETURN 0;
  END IF;
  SELECT l.absence INTO v_absence FROM listening l;
  WITH lagging AS MATERIALIZED (
    SELECT w.tenant_id, w.source_id FROM sources_that_lag(p_now) w),
  patience AS (
    SELECT s.tenant_id, s.id AS source_id, coalesce((s.config ->> 'stale_after')::interval, p_default) AS stale_after
      FROM source s),
  least_patience AS (
    SELECT p.tenant_id, min(p.stale_after) AS stale_after FROM patience p GROUP BY p.tenant_id),
  old AS (
    SELECT i.tenant_id, i.id
      FROM least_patience p
      JOIN incident i ON i.tenant_id = p.tenant_id
     WHERE i.status <> 'RESOLVED' AND i.created_at <= p_now - p.stale_after
    UNION ALL
    SELECT c.tenant_id, c.incident_id FROM incident_recheck c),
  due AS (
    SELECT a.tenant_id, a.fingerprint, coalesce(p.stale_after, p_default) AS stale_after
      FROM old o
      JOIN incident_alert m ON m.tenant_id = o.tenant_id AND m.incident_id = o.id
      JOIN alert_progress g ON g.tenant_id = m.tenant_id AND g.fingerprint = m.fingerprint AND g.firing AND g.incident_id = o.id
      JOIN alert_state a ON a.tenant_id = m.tenant_id AND a.fingerprint = m.fingerprint
      LEFT JOIN patience p ON p.tenant_id = a.tenant_id AND p.source_id = a.source_id
     WHERE a.status = status_firing() AND a.ends_at IS NULL AND a.last_seen <= p_now - coalesce(p.stale_after, p_default) - v_absence
       AND NOT EXISTS (SELECT 1 FROM lagging w WHERE w.tenant_id = a.tenant_id AND w.source_id = a.source_id)
       AND NOT EXISTS (SELECT 1 FROM alert_repeat r
                        WHERE r.tenant_id = a.tenant_id AND r.fingerprint = a.fingerprint
                          AND r.last_seen > p_now - coalesce(p.stale_after, p_default) - v_absence)
     ORDER BY a.fingerprint
     LIMIT p_limit
       FOR UPDATE OF a SKIP LOCKED)
  SELECT array_agg(d.tenant_id), array_agg(d.fingerprint), array_agg(d.stale_after) INTO v_tenant, v_print, v_stale FROM due d;
  IF v_tenant IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM absorb_repeats(v_tenant, v_print);
  SELECT array_agg(a.tenant_id), array_agg(a.fingerprint) INTO v_tenant, v_print
    FROM alert_state a JOIN unnest(v_tenant, v_print, v_stale) AS d(tenant_id, fingerprint, stale_after)
      ON a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint
   WHERE a.ends_at IS NULL AND a.last_seen <= p_now - d.stale_after - v_absence;
  RETURN decide_alerts(v_tenant, v_print, kind_lapsed()::smallint, p_now, p_now);
END $$;
CALL secure_function('lapse_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Forgets the late firings of a source of this tenant, and ends up to p_limit of its alerts that fire, in key order: the source is
-- taken away, so that nothing can say that they recovered. Returns how many it ended. Call it until that is none. The late firings
-- come first: one that becomes an alert meanwhile is waited for, and ends with the others.
CREATE OR REPLACE FUNCTION withdraw_alerts(p_source uuid, p_now timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant uuid[];
  v_print  uuid[];
BEGIN
  DELETE FROM late_firing l WHERE l.tenant_id = current_tenant() AND l.source_id = p_source;
  SELECT array_agg(d.tenant_id), array_agg(d.fingerprint) INTO v_tenant, v_print
    FROM (SELECT a.tenant_id, a.fingerprint
            FROM alert_state a
           WHERE a.tenant_id = current_tenant() AND a.source_id = p_source AND a.status = status_firing()
           ORDER BY a.fingerprint
           LIMIT p_limit
             FOR UPDATE OF a) AS d;
  IF v_tenant IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM absorb_repeats(v_tenant, v_print);
  RETURN decide_alerts(v_tenant, v_print, kind_expired()::smallint, p_now, p_now);
END $$;
CALL secure_function('withdraw_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether refire_alerts may find something.
CREATE OR REPLACE FUNCTION late_firings_wait(p_now timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM late_firing l WHERE l.due_at <= p_now OR l.received_at > p_now + clocks_differ())
$$;
CALL secure_function('late_firings_wait', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Opens up to p_limit alerts with a late firing that nothing followed until the reorder window ended. A firing that was received
-- ahead of our clock waits by one that was set back since, and waits no longer. Returns how many it opened, and how many rows it
-- processed.
CREATE OR REPLACE FUNCTION refire_alerts(p_now timestamptz, p_limit integer, OUT refired integer, OUT taken integer)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant uuid[];
  v_print  uuid[];
BEGIN
  SELECT array_agg(d.tenant_id), array_agg(d.fingerprint), count(*) INTO v_tenant, v_print, taken
    FROM (SELECT a.tenant_id, a.fingerprint
            FROM late_firing l
            JOIN alert_state a ON a.tenant_id = l.tenant_id AND a.fingerprint = l.fingerprint
           WHERE l.due_at <= p_now OR l.received_at > p_now + clocks_differ()
           ORDER BY a.fingerprint
           LIMIT p_limit
             FOR UPDATE OF a SKIP LOCKED) AS d;
  refired := 0;
  IF v_tenant IS NULL THEN
    RETURN;
  END IF;
  WITH late AS (
    DELETE FROM late_firing l
     USING unnest(v_tenant, v_print) AS d(tenant_id, fingerprint)
     WHERE l.tenant_id = d.tenant_id AND l.fingerprint = d.fingerprint
    RETURNING l.*),
  upd AS (
    UPDATE alert_state a
       SET status = status_firing(), seq = a.seq + 1, episode = a.episode + 1, first_seen = l.received_at,
           last_seen = greatest(a.last_seen, l.received_at), starts_at = l.starts_at, sender_starts_at = l.sender_starts_at,
           ends_at = l.ends_at, expires_bucket = date_bin('5 minutes', l.ends_at + interval '5 minutes', 'epoch'),
           resolved_at = NULL, recovered_at = NULL, opened_at = NULL, severity = l.severity, last_receipt = l.receipt,
           source_id = l.source_id, service_id = l.service_id, group_key = l.group_key,
           rule_set_version = l.rule_set_version, rule_index = l.rule_index, decision = l.decision, name = l.name,
           labels = l.labels, annotations = l.annotations, details = l.details
      FROM late l
     -- An alert that fires again meanwhile needs nothing. One with an end time may be over.
     WHERE a.tenant_id = l.tenant_id AND a.fingerprint = l.fingerprint AND a.status = status_resolved() AND a.recovered_at IS NOT NULL
       AND (l.ends_at > p_now) IS NOT FALSE
    RETURNING a.*, l.received_at),
  changes AS (
    INSERT INTO transition (tenant_id, fingerprint, seq, kind, episode, severity, source_id, service_id, receipt, received_at,
                            starts_at, rule_set_version, rule_index, decision, group_key)
    SELECT tenant_id, fingerprint, seq, kind_refired(), episode, severity, source_id, service_id, last_receipt, received_at, starts_at,
           rule_set_version, rule_index, decision, group_key
      FROM upd),
  work AS (
    INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                        starts_at, decision, group_key)
    SELECT tenant_id, fingerprint, seq, kind_refired(), lane_of(severity), severity, source_id, service_id,
           p_now, starts_at, decision, group_key
      FROM upd)
  SELECT count(*) INTO refired FROM upd;
END $$;
CALL secure_function('refire_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Checks up to p_limit incidents that somebody resolved while their alerts still fired. An alert that was repeated since then
-- still fires: core is told, and reopens the incident. The others are checked again after p_again, until they are repeated or
-- end. If the clock was set back since somebody resolved one, the time of that says nothing: what was repeated about since
-- the last check still fires, and the first check only begins that wait. The time of p_limit more is set anew each time.
CREATE OR REPLACE FUNCTION recheck_incidents(p_now timestamptz, p_again interval, p_limit integer, OUT still_firing integer, OUT taken integer)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_check  record;
  v_tenant uuid[];
  v_print  uuid[];
BEGIN
  UPDATE incident_recheck c SET due_at = p_now + p_again
    FROM (SELECT w.tenant_id, w.incident_id
            FROM incident_recheck w
            JOIN incident i ON i.tenant_id = w.tenant_id AND i.id = w.incident_id
           WHERE w.due_at > p_now + p_again AND i.resolved_at > p_now + clocks_differ()
           ORDER BY w.due_at DESC
           LIMIT p_limit
             FOR UPDATE OF w SKIP LOCKED) AS s
   WHERE c.tenant_id = s.tenant_id AND c.incident_id = s.incident_id;
  still_firing := 0;
  taken := 0;
  FOR v_check IN
    SELECT c.tenant_id, c.incident_id, i.status,
           i.resolved_at, coalesce(i.resolved_at > p_now + clocks_differ(), false) AS clock_set_back
      FROM incident_recheck c
      JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
     WHERE c.due_at <= p_now
     ORDER BY c.due_at
     LIMIT p_limit
       FOR UPDATE OF c SKIP LOCKED
  LOOP
    taken := taken + 1;
    v_tenant := NULL;
    IF v_check.status = 'RESOLVED' THEN
      SELECT array_agg(d.tenant_id), array_agg(d.fingerprint) INTO v_tenant, v_print
        FROM (SELECT a.tenant_id, a.fingerprint
                FROM incident_alert m
                JOIN alert_progress g ON g.tenant_id = m.tenant_id AND g.fingerprint = m.fingerprint
                                     AND g.firing AND g.incident_id = m.incident_id
                JOIN alert_state a ON a.tenant_id = m.tenant_id AND a.fingerprint = m.fingerprint
                LEFT JOIN alert_repeat r ON r.tenant_id = a.tenant_id AND r.fingerprint = a.fingerprint
               WHERE m.tenant_id = v_check.tenant_id AND m.incident_id = v_check.incident_id
                 AND a.status = status_firing() AND a.seq = g.applied_seq
                 AND CASE WHEN v_check.clock_set_back
                            THEN a.last_seen BETWEEN p_now - 2 * p_again AND p_now + clocks_differ()
                                 OR r.last_seen BETWEEN p_now - 2 * p_again AND p_now + clocks_differ()
                          ELSE greatest(a.last_seen, r.last_seen) > v_check.resolved_at END
               ORDER BY a.fingerprint
               LIMIT 1000
                 FOR UPDATE OF a SKIP LOCKED) AS d;
    END IF;
    IF v_tenant IS NOT NULL THEN
      still_firing := still_firing + decide_alerts(v_tenant, v_print, kind_still_firing()::smallint, p_now, NULL);
    END IF;
    IF v_check.status <> 'RESOLVED'
       OR NOT EXISTS (SELECT 1
                        FROM incident_alert m
                        JOIN alert_progress g ON g.tenant_id = m.tenant_id AND g.fingerprint = m.fingerprint
                                             AND g.firing AND g.incident_id = m.incident_id
                       WHERE m.tenant_id = v_check.tenant_id AND m.incident_id = v_check.incident_id) THEN
      DELETE FROM incident_recheck c WHERE c.tenant_id = v_check.tenant_id AND c.incident_id = v_check.incident_id;
    ELSE
      UPDATE incident_recheck c SET due_at = p_now + p_again
       WHERE c.tenant_id = v_check.tenant_id AND c.incident_id = v_check.incident_id;
    END IF;
  END LOOP;
END $$;
CALL secure_function('recheck_incidents', runs_as => 'imas_worker_fn', callers => '{imas_app}');
