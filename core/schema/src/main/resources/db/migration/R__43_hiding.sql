-- Silences are written by core and by gateways (Alertmanager's API), each for the tenant that it has authenticated. So that
-- both keep the same rules, these functions are the only way.

-- A change of what hides alerts. Each decision names the epoch that it was made by.
CREATE OR REPLACE FUNCTION next_hiding_epoch(p_tenant uuid)
  RETURNS bigint
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO hiding_epoch AS e (tenant_id) VALUES (p_tenant)
  ON CONFLICT (tenant_id) DO UPDATE SET epoch = e.epoch + 1
  RETURNING e.epoch
$$;
CALL secure_function('next_hiding_epoch', runs_as => 'imas_worker_fn', callers => '{imas_app, imas_worker_fn}');

-- Whatever that silence or rule hides is decided anew.
CREATE OR REPLACE FUNCTION wake_hidden_by(p_tenant uuid, p_hider uuid, p_now timestamptz)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_woken integer;
BEGIN
  UPDATE hidden_alert h SET wake_at = p_now
    FROM (SELECT o.fingerprint
            FROM hidden_alert o JOIN hidden_by b ON b.tenant_id = o.tenant_id AND b.fingerprint = o.fingerprint
           WHERE b.tenant_id = p_tenant AND b.hider_id = p_hider
           ORDER BY o.fingerprint -- so that two transactions cannot deadlock
             FOR UPDATE OF o) AS d
   WHERE h.tenant_id = p_tenant AND h.fingerprint = d.fingerprint;
  GET DIAGNOSTICS v_woken = ROW_COUNT;
  RETURN v_woken;
END $$;
CALL secure_function('wake_hidden_by', runs_as => 'imas_worker_fn', callers => '{imas_app, imas_worker_fn}');

-- Whether so many silences are in force or to come.
CREATE OR REPLACE FUNCTION has_silences(p_tenant uuid, p_now timestamptz, p_many integer)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT count(*) >= p_many FROM (SELECT FROM silence s WHERE s.tenant_id = p_tenant AND s.ends_at > p_now LIMIT p_many) AS live
$$;
CALL secure_function('has_silences', runs_as => 'imas_worker_fn', callers => '{imas_worker_fn}');

-- Stores a silence as Alertmanager does (silence.go, Set and canUpdate, 0.28): with the id of one that exists, it changes that
-- one if the matchers are the same and its past stays what it was; otherwise that one ends now, and a new one begins. What is
-- new begins now at the earliest. outcome: stored, unknown (no silence has that id), of_window (a maintenance window has made
-- it), or full (p_most are in force or to come).
CREATE OR REPLACE FUNCTION put_silence(
  p_tenant uuid, p_id uuid, p_new_id uuid, p_matchers text, p_starts timestamptz, p_ends timestamptz, p_with_alerts boolean,
  p_created_by text, p_author text, p_comment text, p_now timestamptz, p_most integer, OUT outcome text, OUT id uuid)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_prior  silence;
  v_starts timestamptz := p_starts;
BEGIN
  -- One at a time in a tenant, so that the limit holds and two changes of one silence follow each other.
  PERFORM next_hiding_epoch(p_tenant);
  IF p_id IS NOT NULL THEN
    SELECT * INTO v_prior FROM silence s WHERE s.tenant_id = p_tenant AND s.id = p_id FOR UPDATE;
    IF NOT FOUND THEN
      outcome := 'unknown';
      RETURN;
    END IF;
    IF v_prior.window_id IS NOT NULL OR v_prior.deployment_window_id IS NOT NULL THEN
      outcome := 'of_window';
      RETURN;
    END IF;
    IF v_prior.matchers = p_matchers AND v_prior.ends_at > p_now
       AND (CASE WHEN v_prior.starts_at <= p_now
                 THEN date_trunc('second', v_prior.starts_at) = date_trunc('second', p_starts) AND p_ends >= p_now
                 ELSE p_starts >= p_now END) THEN
      UPDATE silence s
         SET starts_at = CASE WHEN s.starts_at <= p_now THEN s.starts_at ELSE p_starts END,
             ends_at = p_ends, ends_with_alerts = p_with_alerts, created_by = p_created_by, author = p_author,
             comment = p_comment, updated_at = p_now, version = s.version + 1
       WHERE s.tenant_id = p_tenant AND s.id = p_id;
      UPDATE hiding_scan c SET due_at = p_starts
       WHERE c.tenant_id = p_tenant AND c.hider_id = p_id AND c.due_at > p_now;
      PERFORM wake_hidden_by(p_tenant, p_id, p_now);
      outcome := 'stored';
      id := p_id;
      RETURN;
    END IF;
  END IF;
  IF has_silences(p_tenant, p_now, p_most) THEN
    outcome := 'full';
    RETURN;
  END IF;
  IF p_id IS NOT NULL AND v_prior.ends_at > p_now THEN
    PERFORM expire_silence(p_tenant, p_id, p_now);
  END IF;
  v_starts := greatest(p_starts, p_now);
  INSERT INTO silence (tenant_id, id, matchers, starts_at, ends_at, ends_with_alerts, created_by, author, comment, created_at,
                       updated_at)
  VALUES (p_tenant, p_new_id, p_matchers, v_starts, p_ends, p_with_alerts, p_created_by, p_author, p_comment, p_now, p_now);
  INSERT INTO hiding_scan (tenant_id, hider_id, due_at) VALUES (p_tenant, p_new_id, v_starts);
  outcome := 'stored';
  id := p_new_id;
END $$;

-- Ends a silence now; one that has not begun never does. Ending it again changes nothing. False if there is none.
CREATE OR REPLACE FUNCTION expire_silence(p_tenant uuid, p_id uuid, p_now timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  UPDATE silence s
     SET starts_at = least(s.starts_at, p_now), ends_at = p_now, updated_at = p_now, version = s.version + 1
   WHERE s.tenant_id = p_tenant AND s.id = p_id AND s.ends_at > p_now;
  IF FOUND THEN
    PERFORM next_hiding_epoch(p_tenant);
    DELETE FROM hiding_scan c WHERE c.tenant_id = p_tenant AND c.hider_id = p_id;
    PERFORM wake_hidden_by(p_tenant, p_id, p_now);
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM silence s WHERE s.tenant_id = p_tenant AND s.id = p_id);
END $$;
CALL secure_function('expire_silence', runs_as => 'imas_worker_fn', callers => '{imas_app, imas_ingest, imas_worker_fn}');
CALL secure_function('put_silence', runs_as => 'imas_worker_fn', callers => '{imas_app, imas_ingest}');

-- Makes the silence of an occurrence of a maintenance window. False if p_most silences are in force or to come.
CREATE OR REPLACE FUNCTION put_occurrence(
  p_tenant uuid, p_id uuid, p_window uuid, p_occurrence timestamp, p_matchers text, p_services uuid[], p_sev1 boolean,
  p_starts timestamptz, p_ends timestamptz, p_created_by text, p_author text, p_comment text, p_now timestamptz, p_most integer)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  PERFORM next_hiding_epoch(p_tenant);
  IF has_silences(p_tenant, p_now, p_most) THEN
    RETURN false;
  END IF;
  INSERT INTO silence (tenant_id, id, window_id, occurrence, matchers, services, hides_sev1, starts_at, ends_at, created_by,
                       author, comment, created_at, updated_at)
  VALUES (p_tenant, p_id, p_window, p_occurrence, p_matchers, p_services, p_sev1, greatest(p_starts, p_now), p_ends,
          p_created_by, p_author, p_comment, p_now, p_now);
  INSERT INTO hiding_scan (tenant_id, hider_id, due_at) VALUES (p_tenant, p_id, greatest(p_starts, p_now));
  RETURN true;
END $$;
CALL secure_function('put_occurrence', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Gives the silence of an occurrence other times, since its window or the rules of its time zone have changed. One that has
-- begun keeps its start.
CREATE OR REPLACE FUNCTION move_occurrence(
  p_tenant uuid, p_id uuid, p_starts timestamptz, p_ends timestamptz, p_comment text, p_now timestamptz)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  PERFORM next_hiding_epoch(p_tenant);
  UPDATE silence s
     SET starts_at = CASE WHEN s.starts_at <= p_now THEN s.starts_at ELSE greatest(p_starts, p_now) END, ends_at = p_ends,
         comment = p_comment, updated_at = p_now, version = s.version + 1
   WHERE s.tenant_id = p_tenant AND s.id = p_id AND s.ends_at > p_now;
  UPDATE hiding_scan c SET due_at = greatest(p_starts, p_now)
   WHERE c.tenant_id = p_tenant AND c.hider_id = p_id AND c.due_at > p_now;
  PERFORM wake_hidden_by(p_tenant, p_id, p_now);
END $$;
CALL secure_function('move_occurrence', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Ends the silence of an occurrence that its window does not have any more.
CREATE OR REPLACE FUNCTION end_occurrence(p_tenant uuid, p_id uuid, p_now timestamptz)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT expire_silence(p_tenant, p_id, p_now);
  UPDATE silence s SET occurrence = NULL WHERE s.tenant_id = p_tenant AND s.id = p_id;
$$;
CALL secure_function('end_occurrence', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- For clients of Alertmanager's API: the silences that ended after p_since or have not ended yet, or the one with that id.
CREATE OR REPLACE FUNCTION ingest_silences(p_tenant uuid, p_id uuid, p_since timestamptz, p_limit integer)
  RETURNS TABLE (id uuid, matchers text, starts_at timestamptz, ends_at timestamptz, created_by text, comment text,
                 updated_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT s.id, s.matchers, s.starts_at, s.ends_at, s.created_by, s.comment, s.updated_at
    FROM silence s
   WHERE s.tenant_id = p_tenant AND CASE WHEN p_id IS NULL THEN s.ends_at > p_since ELSE s.id = p_id END
   ORDER BY s.ends_at DESC, s.id
   LIMIT p_limit
$$;
CALL secure_function('ingest_silences', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Has core decide again about these alerts, as far as they fire.
CREATE OR REPLACE FUNCTION reconsider_alerts(p_tenant uuid, p_prints uuid[], p_now timestamptz)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant uuid[];
  v_print  uuid[];
BEGIN
  SELECT array_agg(d.tenant_id), array_agg(d.fingerprint) INTO v_tenant, v_print
    FROM (SELECT a.tenant_id, a.fingerprint
            FROM alert_state a
           WHERE a.tenant_id = p_tenant AND a.fingerprint = ANY (p_prints) AND a.status = status_firing()
           ORDER BY a.fingerprint
             FOR UPDATE) AS d;
  IF v_tenant IS NULL THEN
    RETURN 0;
  END IF;
  RETURN decide_alerts(v_tenant, v_print, kind_reconsidered()::smallint, p_now, NULL);
END $$;
CALL secure_function('reconsider_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app, imas_worker_fn}');

-- Has core decide again about up to p_limit hidden alerts that are due, the severe ones first. Each is due again after a
-- minute, should core not have decided by then.
CREATE OR REPLACE FUNCTION wake_hidden(p_now timestamptz, p_limit integer, OUT woken integer, OUT taken integer)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant uuid[];
  v_print  uuid[];
BEGIN
  WITH due AS (
    SELECT h.tenant_id, h.fingerprint FROM hidden_alert h
     WHERE h.wake_at <= p_now
     ORDER BY h.severity, h.wake_at
     LIMIT p_limit
       FOR UPDATE SKIP LOCKED),
  later AS (
    UPDATE hidden_alert h SET wake_at = p_now + interval '1 minute'
      FROM due d WHERE h.tenant_id = d.tenant_id AND h.fingerprint = d.fingerprint
    RETURNING h.tenant_id, h.fingerprint)
  SELECT array_agg(l.tenant_id), array_agg(l.fingerprint), count(*) INTO v_tenant, v_print, taken FROM later l;
  woken := 0;
  IF v_tenant IS NULL THEN
    RETURN;
  END IF;
  SELECT array_agg(d.tenant_id), array_agg(d.fingerprint) INTO v_tenant, v_print
    FROM (SELECT a.tenant_id, a.fingerprint
            FROM alert_state a JOIN unnest(v_tenant, v_print) AS w(tenant_id, fingerprint)
              ON a.tenant_id = w.tenant_id AND a.fingerprint = w.fingerprint
           WHERE a.status = status_firing()
           ORDER BY a.fingerprint
             FOR UPDATE OF a) AS d;
  IF v_tenant IS NOT NULL THEN
    woken := decide_alerts(v_tenant, v_print, kind_reconsidered()::smallint, p_now, NULL);
  END IF;
END $$;
CALL secure_function('wake_hidden', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- An alert may be decided by a silence or a time interval as it was while that is ended or changed: it is hidden until its former
-- end, by a row that wake_hidden_by could not see yet. Such a row names an older epoch than the present one, and was decided at
-- about the time of the change. It is due now. Returns how many there were.
CREATE OR REPLACE FUNCTION wake_overtaken(p_now timestamptz)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_woken integer;
BEGIN
  WITH changed AS ( -- within a day, which is longer than core is away
    SELECT s.tenant_id, s.id, s.updated_at FROM silence s WHERE s.version > 1 AND s.updated_at > p_now - interval '1 day'
    UNION ALL
    SELECT t.tenant_id, t.id, t.updated_at FROM time_interval t WHERE t.version > 1 AND t.updated_at > p_now - interval '1 day'),
  overtaken AS (
    SELECT DISTINCT h.tenant_id, h.fingerprint
      FROM changed c
      JOIN hiding_epoch e ON e.tenant_id = c.tenant_id
      JOIN hidden_by b ON b.tenant_id = c.tenant_id AND b.hider_id = c.id
      JOIN hidden_alert h ON h.tenant_id = b.tenant_id AND h.fingerprint = b.fingerprint
     WHERE h.epoch < e.epoch AND h.decided_at < c.updated_at + interval '30 s'
       AND (h.wake_at IS NULL OR h.wake_at > p_now + interval '1 minute')),
  locked AS (
    SELECT h.tenant_id, h.fingerprint
      FROM hidden_alert h JOIN overtaken o ON o.tenant_id = h.tenant_id AND o.fingerprint = h.fingerprint
     ORDER BY h.fingerprint
       FOR UPDATE OF h)
  UPDATE hidden_alert h SET wake_at = p_now
    FROM locked l WHERE h.tenant_id = l.tenant_id AND h.fingerprint = l.fingerprint;
  GET DIAGNOSTICS v_woken = ROW_COUNT;
  RETURN v_woken;
END $$;
CALL secure_function('wake_overtaken', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Ends the silences that end with their alerts: they hid some, and hide none any more.
CREATE OR REPLACE FUNCTION end_silences(p_now timestamptz)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT count(*) FILTER (WHERE expire_silence(s.tenant_id, s.id, p_now))::integer
    FROM silence s
    JOIN hiding_count c ON c.tenant_id = s.tenant_id AND c.hider_id = s.id
   WHERE s.ends_with_alerts AND s.starts_at <= p_now AND s.ends_at > p_now AND c.last_at < p_now
     AND NOT EXISTS (SELECT FROM hidden_by b WHERE b.tenant_id = s.tenant_id AND b.hider_id = s.id)
$$;
CALL secure_function('end_silences', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether one of end_silences, wake_overtaken, claim_time_intervals, claim_hiding_scans and wake_hidden may find something. It
-- may say so where none does.
CREATE OR REPLACE FUNCTION hiding_waits(p_now timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM hiding_scan c WHERE c.due_at <= p_now)
      OR EXISTS (SELECT FROM hidden_alert h WHERE h.wake_at <= p_now)
      OR EXISTS (SELECT FROM time_interval t WHERE t.look_at <= p_now)
      OR EXISTS (SELECT FROM hiding_count c JOIN silence s ON s.tenant_id = c.tenant_id AND s.id = c.hider_id
                  WHERE s.ends_with_alerts AND s.starts_at <= p_now AND s.ends_at > p_now AND c.last_at < p_now)
      OR (EXISTS (SELECT FROM hidden_by)
          AND (EXISTS (SELECT FROM silence s WHERE s.version > 1 AND s.updated_at > p_now - interval '1 day')
               OR EXISTS (SELECT FROM time_interval t WHERE t.version > 1 AND t.updated_at > p_now - interval '1 day')))
$$;
CALL secure_function('hiding_waits', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The tenants where incidents may have begun or ceased to be hidden: with all their firing alerts.
CREATE OR REPLACE FUNCTION tenants_hiding_incidents(p_since timestamptz)
  RETURNS TABLE (tenant_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT i.tenant_id FROM incident_hidden i
  UNION
  SELECT h.tenant_id
    FROM hidden_alert h
    JOIN alert_progress p ON p.tenant_id = h.tenant_id AND p.fingerprint = h.fingerprint
   WHERE h.decided_at >= p_since AND p.firing
$$;
CALL secure_function('tenants_hiding_incidents', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Silences and rules of one tenant for which core has to look through the firing alerts, all from the same place on, so that it
-- looks once for all of them. Locked until the caller's transaction ends.
DROP FUNCTION IF EXISTS claim_hiding_scan(timestamptz);
CREATE OR REPLACE FUNCTION claim_hiding_scans(p_now timestamptz, p_most integer)
  RETURNS TABLE (tenant_id uuid, hider_id uuid, after_created timestamptz, after_print uuid)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH first AS (
    SELECT c.tenant_id, c.after_created, c.after_print
      FROM hiding_scan c WHERE c.due_at <= p_now ORDER BY c.due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  SELECT c.tenant_id, c.hider_id, c.after_created, c.after_print
    FROM hiding_scan c
    JOIN first f ON f.tenant_id = c.tenant_id AND f.after_created IS NOT DISTINCT FROM c.after_created
                AND f.after_print IS NOT DISTINCT FROM c.after_print
   WHERE c.due_at <= p_now
   ORDER BY c.hider_id
   LIMIT p_most
     FOR UPDATE OF c SKIP LOCKED
$$;
CALL secure_function('claim_hiding_scans', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Counts events as suppressed that were counted as opened or reopened when they came, each once. The ledger's shard -1 is of
-- these corrections. What is older than the ledger by minute is corrected in its sums.
CREATE OR REPLACE FUNCTION suppress_events(p_tenant uuid, p_prints uuid[], p_seqs integer[])
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_counted integer := 0;
  v_row     record;
BEGIN
  FOR v_row IN
    WITH events AS (
      INSERT INTO suppression (tenant_id, fingerprint, seq, at, source_id, kind)
      SELECT j.tenant_id, j.fingerprint, j.seq, j.at, j.source_id, j.kind
        FROM unnest(p_prints, p_seqs) AS e(fingerprint, seq)
        JOIN journal j ON j.tenant_id = p_tenant AND j.fingerprint = e.fingerprint AND j.seq = e.seq
       WHERE j.kind IN (kind_opened(), kind_reopened())
      ON CONFLICT DO NOTHING
      RETURNING source_id, at, kind)
    SELECT e.source_id, date_trunc('minute', e.at, 'UTC') AS minute, count(*) FILTER (WHERE e.kind = kind_opened()) AS opened,
           count(*) FILTER (WHERE e.kind = kind_reopened()) AS reopened
      FROM events e GROUP BY 1, 2 ORDER BY 1, 2
  LOOP
    v_counted := v_counted + v_row.opened + v_row.reopened;
    UPDATE ledger_closed c
       SET opened = c.opened - v_row.opened, reopened = c.reopened - v_row.reopened,
           suppressed = c.suppressed + v_row.opened + v_row.reopened
     WHERE c.tenant_id = p_tenant AND c.source_id = v_row.source_id AND c.closed_until > v_row.minute;
    IF NOT FOUND THEN
      INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, opened, reopened, suppressed)
      VALUES (p_tenant, v_row.source_id, v_row.minute, -1, -v_row.opened, -v_row.reopened, v_row.opened + v_row.reopened)
      ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
         SET opened = l.opened + excluded.opened, reopened = l.reopened + excluded.reopened,
             suppressed = l.suppressed + excluded.suppressed;
    END IF;
  END LOOP;
  RETURN v_counted;
END $$;
CALL secure_function('suppress_events', runs_as => 'imas_worker_fn', callers => '{imas_app}');
