-- Finds the link of a message by its token's hash, before the tenant is known. An expired one is found, too.
CREATE OR REPLACE FUNCTION find_action_link(p_hash bytea)
  RETURNS TABLE (tenant_id uuid, id uuid, incident_id uuid, user_id uuid, actions text[], expires_at timestamptz,
                 acknowledged_at timestamptz, resolved_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT tenant_id, id, incident_id, user_id, actions, expires_at, acknowledged_at, resolved_at
    FROM action_link WHERE token_hash = p_hash
$$;
CALL secure_function('find_action_link', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The active provider to whose hook a vendor posts, before the tenant is known: what proves the vendor is among its secrets.
-- Without a hook, the one that is the only one of its type in the installation; two rows say that there are several.
CREATE OR REPLACE FUNCTION find_hook(p_type text, p_hook uuid)
  RETURNS TABLE (tenant_id uuid, id uuid, config text, secrets_enc bytea)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.tenant_id, p.id, p.config::text, p.secrets_enc
    FROM provider p
   WHERE p.type = p_type AND p.is_active AND (p.hook = p_hook OR p_hook IS NULL)
   LIMIT 2
$$;
CALL secure_function('find_hook', runs_as => 'imas_worker_fn', callers => '{imas_app}');
