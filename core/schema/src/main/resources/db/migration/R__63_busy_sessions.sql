-- How many sessions of this database execute a statement at the moment, besides this one. Those that wait for the disk or for a
-- lock are among them. NULL if the migrating role could not grant the right to see other sessions.
CREATE OR REPLACE FUNCTION busy_sessions(OUT busy integer)
  LANGUAGE sql VOLATILE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT (SELECT count(*) FROM pg_stat_activity
           WHERE datname = current_database() AND state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid())
   WHERE pg_has_role('pg_read_all_stats', 'USAGE')
$$;
CALL secure_function('busy_sessions', runs_as => 'imas_worker_fn', callers => '{imas_app}');
