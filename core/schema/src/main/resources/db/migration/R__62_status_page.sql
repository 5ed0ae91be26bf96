-- The public status pages of all tenants: whoever serves them reads again what has another revision.
CREATE OR REPLACE FUNCTION status_pages(p_most integer)
  RETURNS TABLE (tenant_id uuid, slug text, revision bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.tenant_id, p.slug, p.revision FROM status_page p WHERE p.is_public ORDER BY p.slug LIMIT p_most
$$;
CALL secure_function('status_pages', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Up to p_most probes that are due, of all tenants. Whoever gets one asks; of several notifiers one does, once per interval.
CREATE OR REPLACE FUNCTION claim_probes(p_now timestamptz, p_most integer)
  RETURNS TABLE (tenant_id uuid, component_id uuid, url text, timeout_s integer, expected_status integer, version integer)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH due AS (
    SELECT p.tenant_id, p.component_id
      FROM status_probe p
     WHERE p.due_at <= p_now
     ORDER BY p.due_at
     LIMIT p_most
       FOR UPDATE SKIP LOCKED)
  UPDATE status_probe p
     SET due_at = p_now + make_interval(secs => p.every_s)
    FROM due d
   WHERE p.tenant_id = d.tenant_id AND p.component_id = d.component_id
  RETURNING p.tenant_id, p.component_id, p.url, p.timeout_s, p.expected_status, p.version
$$;
CALL secure_function('claim_probes', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
