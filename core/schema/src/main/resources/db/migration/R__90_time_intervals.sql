-- Time intervals of one tenant that core has to look at, and when each was to change. Locked until the caller's transaction
-- ends.
CREATE OR REPLACE FUNCTION claim_time_intervals(p_now timestamptz, p_most integer)
  RETURNS TABLE (tenant_id uuid, id uuid, changes_at timestamptz)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH first AS (
    SELECT t.tenant_id FROM time_interval t WHERE t.look_at <= p_now ORDER BY t.look_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  SELECT t.tenant_id, t.id, t.changes_at
    FROM time_interval t
    JOIN first f ON f.tenant_id = t.tenant_id
   WHERE t.look_at <= p_now
   ORDER BY t.id
   LIMIT p_most
     FOR UPDATE OF t SKIP LOCKED
$$;
CALL secure_function('claim_time_intervals', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Has core look at all of them. A process that starts may know other rules of time zones than the last one.
CREATE OR REPLACE FUNCTION look_at_time_intervals(p_now timestamptz)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_all integer;
BEGIN
  UPDATE time_interval t SET look_at = p_now
    FROM (SELECT o.tenant_id, o.id FROM time_interval o WHERE o.look_at > p_now
           ORDER BY o.tenant_id, o.id FOR UPDATE SKIP LOCKED) AS d
   WHERE t.tenant_id = d.tenant_id AND t.id = d.id;
  GET DIAGNOSTICS v_all = ROW_COUNT;
  RETURN v_all;
END $$;
CALL secure_function('look_at_time_intervals', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- wake_overtaken does it, for silences and time intervals alike. A core of an earlier version that still runs calls this, too.
CREATE OR REPLACE FUNCTION wake_overtaken_by_times(p_now timestamptz)
  RETURNS integer
  LANGUAGE sql IMMUTABLE
  RETURN 0;
CALL secure_function('wake_overtaken_by_times', runs_as => 'imas_worker_fn', callers => '{imas_app}');
