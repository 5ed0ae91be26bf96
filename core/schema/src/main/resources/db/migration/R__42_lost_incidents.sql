-- Open incidents that nobody whom they concern may know of; for metrics. Each is counted up to 100,000, so that it stays cheap.
CREATE OR REPLACE FUNCTION lost_incidents(OUT unrouted bigint, OUT in_triage bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT (SELECT count(*) FROM (SELECT FROM incident_unrouted u
                                  JOIN incident i ON i.tenant_id = u.tenant_id AND i.id = u.incident_id
                                 WHERE NOT i.is_test LIMIT 100000) AS a),
         (SELECT count(*) FROM (SELECT FROM service s
                                  JOIN incident i ON i.tenant_id = s.tenant_id AND i.service_id = s.id
                                 WHERE s.is_triage AND i.status <> 'RESOLVED' AND NOT i.is_test LIMIT 100000) AS b)
$$;
CALL secure_function('lost_incidents', runs_as => 'imas_worker_fn', callers => '{imas_app}');
