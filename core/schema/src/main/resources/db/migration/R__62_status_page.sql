-- The public status pages of all tenants: whoever serves them reads again what has another revision.
CREATE OR REPLACE FUNCTION status_pages(p_most integer)
  RETURNS TABLE (tenant_id uuid, slug text, revision bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.tenant_id, p.slug, p.revision FROM status_page p WHERE p.is_public ORDER BY p.slug LIMIT p_most
$$;
CALL secure_function('status_pages', runs_as => 'imas_worker_fn', callers => '{imas_app}');
