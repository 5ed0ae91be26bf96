-- Finds a calendar feed by its token's hash, before the tenant is known. Returns no row for an unknown or revoked one.
CREATE OR REPLACE FUNCTION find_calendar_feed(p_hash bytea)
  RETURNS TABLE (tenant_id uuid, id uuid, kind text, subject_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT tenant_id, id, kind, subject_id FROM calendar_feed WHERE token_hash = p_hash AND revoked_at IS NULL
$$;
CALL secure_function('find_calendar_feed', runs_as => 'imas_worker_fn', callers => '{imas_app}');
