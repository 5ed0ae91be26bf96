-- A process reports by how many seconds its clock is ahead of the database's. NULL: it agrees again.
CREATE OR REPLACE FUNCTION report_clock(p_process uuid, p_role text, p_ahead double precision)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  DELETE FROM process_clock WHERE reported_at < now() - interval '1 hour' OR (process = p_process AND role = p_role);
  INSERT INTO process_clock (process, role, ahead) SELECT p_process, p_role, p_ahead WHERE p_ahead IS NOT NULL
$$;
CALL secure_function('report_clock', runs_as => 'imas_worker_fn', callers => '{imas_app, imas_notifier}');

-- The clocks that are wrong now: of each role the one that is off by most. Processes report once a minute.
CREATE OR REPLACE FUNCTION wrong_clocks()
  RETURNS TABLE (role text, ahead double precision)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT ON (c.role) c.role, c.ahead FROM process_clock c
   WHERE c.reported_at BETWEEN now() - interval '3 minutes' AND now() + interval '1 minute'
   ORDER BY c.role, abs(c.ahead) DESC
$$;
CALL secure_function('wrong_clocks', runs_as => 'imas_worker_fn', callers => '{imas_app}');
