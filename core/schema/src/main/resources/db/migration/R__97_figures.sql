-- The tenants of which a month may be packed: one that is over, with incidents, and was not packed, or one that has changed.
CREATE OR REPLACE FUNCTION tenants_to_pack(p_now timestamptz)
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT t.tenant_id
    FROM tenant t
   CROSS JOIN (SELECT date_trunc('month', p_now - interval '1 hour', 'UTC') AS starts) AS present
   WHERE EXISTS (SELECT FROM figure_change c WHERE c.tenant_id = t.tenant_id)
      OR EXISTS (SELECT FROM incident i WHERE i.tenant_id = t.tenant_id AND i.created_at < present.starts)
         AND NOT EXISTS (SELECT FROM figure_month m
                          WHERE m.tenant_id = t.tenant_id
                            AND m.month >= (present.starts AT TIME ZONE 'UTC')::date - interval '1 month')
   ORDER BY t.tenant_id
$$;
CALL secure_function('tenants_to_pack', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- What ended an incident before incidents kept it, as its timeline says: 1 a person, 2 its alerts, 6 not known any more. A function,
-- so that no other statement is planned for all partitions of the timeline.
CREATE OR REPLACE FUNCTION ended_by_of_timeline(p_incident uuid, p_resolved timestamptz)
  RETURNS integer
  LANGUAGE plpgsql STABLE
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_author text;
BEGIN
  SELECT t.author INTO v_author FROM timeline t
   WHERE t.tenant_id = current_tenant() AND t.incident_id = p_incident
     AND t.at >= p_resolved - interval '1 hour' AND t.at < p_resolved + interval '1 hour'
     AND t.type = 'STATUS_CHANGE' AND t.metadata ->> 'to' = 'RESOLVED'
   ORDER BY t.seq DESC LIMIT 1;
  RETURN CASE WHEN v_author IS NULL THEN 6 WHEN v_author = 'system' THEN 2 ELSE 1 END;
END
$$;
CALL secure_function('ended_by_of_timeline', callers => '{imas_app}');
