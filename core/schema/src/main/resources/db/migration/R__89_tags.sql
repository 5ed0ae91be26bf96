-- The tenants some of whose tags are added by their patterns.
CREATE OR REPLACE FUNCTION tenants_with_tag_patterns() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT t.tenant_id FROM tag t WHERE t.is_active AND t.auto_apply_pattern IS NOT NULL
$$;
CALL secure_function('tenants_with_tag_patterns', runs_as => 'imas_worker_fn', callers => '{imas_app}');
