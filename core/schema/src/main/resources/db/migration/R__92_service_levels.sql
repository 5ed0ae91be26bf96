-- The tenants that have or had service levels. The incidents of all others cost no question.
CREATE OR REPLACE FUNCTION tenants_with_service_levels() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT l.tenant_id FROM service_level l
$$;
CALL secure_function('tenants_with_service_levels', runs_as => 'imas_worker_fn', callers => '{imas_app}');
