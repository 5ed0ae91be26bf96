-- The tenants with runbooks that may be attached by themselves.
CREATE OR REPLACE FUNCTION tenants_with_runbooks() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT r.tenant_id FROM runbook r WHERE r.is_active AND (r.service_id IS NOT NULL OR r.alert_pattern IS NOT NULL)
$$;
CALL secure_function('tenants_with_runbooks', runs_as => 'imas_worker_fn', callers => '{imas_app}');
