-- The tenants that may have storms: their policy is on, or a storm still holds incidents. Opening the incidents of all others
-- costs no question.
CREATE OR REPLACE FUNCTION tenants_with_storms() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.tenant_id FROM storm_policy p WHERE p.is_active
   UNION
  SELECT s.tenant_id FROM storm s WHERE s.closed_at IS NULL
$$;
CALL secure_function('tenants_with_storms', runs_as => 'imas_worker_fn', callers => '{imas_app}');
