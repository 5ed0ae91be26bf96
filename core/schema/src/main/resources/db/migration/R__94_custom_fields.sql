-- The tenants that want to know something of incidents besides.
CREATE OR REPLACE FUNCTION tenants_with_custom_fields() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT f.tenant_id FROM custom_field f WHERE NOT f.is_archived
$$;
CALL secure_function('tenants_with_custom_fields', runs_as => 'imas_worker_fn', callers => '{imas_app}');
