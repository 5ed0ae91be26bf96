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

-- The message about many incidents that a signed link names, before the tenant is known: whose it is. It is asked for only when
-- the signature is right, so it may look into one tenant after the other.
CREATE OR REPLACE FUNCTION find_digest(p_delivery uuid)
  RETURNS TABLE (tenant_id uuid, user_id uuid, made_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT d.tenant_id, c.user_id, d.created_at
    FROM tenant t
   CROSS JOIN LATERAL (SELECT x.tenant_id, x.receiver_id, x.created_at FROM delivery x
                        WHERE x.tenant_id = t.tenant_id AND x.id = p_delivery AND x.event = 'incidents.digest' LIMIT 1) AS d
    JOIN user_contact c ON c.tenant_id = d.tenant_id AND c.id = d.receiver_id
$$;
CALL secure_function('find_digest', runs_as => 'imas_worker_fn', callers => '{imas_app}');
