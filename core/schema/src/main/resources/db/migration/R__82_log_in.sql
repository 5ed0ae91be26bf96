-- The account that a name or an address means at log-in, and what proves it. Without a tenant's name, the only tenant there
-- is besides the platform. No row for an unknown tenant or account, and for one that is inactive or deleted.
DROP FUNCTION IF EXISTS find_log_in(text, text);
CREATE FUNCTION find_log_in(p_tenant text, p_name text)
  RETURNS TABLE (tenant_id uuid, user_id uuid, password_hash text, epoch integer, role text, has_totp boolean, totp_from text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH meant AS (
    SELECT t.tenant_id, t.settings ->> 'totp_required_from' AS totp_from FROM tenant t
     WHERE t.name = p_tenant
        OR (p_tenant IS NULL AND t.tenant_id <> '00000000-0000-0000-0000-000000000000'
            AND (SELECT count(*) FROM tenant x WHERE x.tenant_id <> '00000000-0000-0000-0000-000000000000') = 1)
  )
  SELECT u.tenant_id, u.id, c.password_hash, c.epoch, u.role,
         EXISTS (SELECT 1 FROM user_totp o
                  WHERE o.tenant_id = u.tenant_id AND o.user_id = u.id AND o.confirmed_at IS NOT NULL),
         m.totp_from
    FROM meant m
    JOIN user_account u ON u.tenant_id = m.tenant_id
    JOIN user_credential c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
   WHERE (lower(u.username) = lower(p_name) OR lower(u.email) = lower(p_name))
     AND u.deleted_at IS NULL AND u.is_active
   ORDER BY lower(u.username) = lower(p_name) DESC
   LIMIT 1
$$;
CALL secure_function('find_log_in', runs_as => 'imas_worker_fn', callers => '{imas_app}');
