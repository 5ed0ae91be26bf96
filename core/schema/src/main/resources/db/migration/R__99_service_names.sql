-- The service of the present tenant with that name, in whatever case. Under row-level security a condition on lower(name) is checked row
-- by row, since lower() is not known to keep to itself what it reads; so the index on it serves nobody. This reads past the policies, the
-- present tenant's rows alone.
CREATE OR REPLACE FUNCTION service_named(p_name text)
  RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
AS $$
  SELECT s.id FROM service s WHERE s.tenant_id = current_tenant() AND lower(s.name) = lower(p_name)
$$;
CALL secure_function('service_named', runs_as => 'imas_worker_fn', callers => '{imas_app}');
