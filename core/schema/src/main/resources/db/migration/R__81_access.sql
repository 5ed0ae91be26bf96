-- A token that names no role is made by the names that came before: read, write, admin. So do versions that know no roles,
-- while they still run beside this one. It gets the role of its scope, and an owner.
CREATE OR REPLACE FUNCTION complete_token() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role IS NULL THEN
    NEW.role := CASE WHEN 'admin' = ANY (NEW.scopes) THEN 'tenant_admin'
                     WHEN 'write' = ANY (NEW.scopes) THEN 'operator'
                     ELSE 'viewer' END;
  END IF;
  IF NEW.user_id IS NULL AND NEW.service_account_id IS NULL THEN
    INSERT INTO imas.service_account (tenant_id, id, name, description, created_by)
    VALUES (NEW.tenant_id, uuidv7(), 'legacy', 'Owns the tokens that were made without an owner', 'system')
    ON CONFLICT DO NOTHING;
    NEW.service_account_id :=
      (SELECT a.id FROM imas.service_account a WHERE a.tenant_id = NEW.tenant_id AND lower(a.name) = 'legacy');
  END IF;
  RETURN NEW;
END $$;
CALL secure_function('complete_token');

CREATE OR REPLACE TRIGGER api_token_is_complete BEFORE INSERT ON api_token
  FOR EACH ROW EXECUTE FUNCTION complete_token();

-- What a token of scope write may do beyond an operator: what such tokens could do before there were roles.
CREATE OR REPLACE FUNCTION grant_scope_write() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO imas.access_grant (tenant_id, id, grantee_kind, grantee_id, permission, starts_at, reason, made_by)
  SELECT NEW.tenant_id, uuidv7(), 'token', NEW.id, p.permission, 'epoch', 'The token was made with the scope write', NEW.created_by
    FROM unnest(ARRAY ['team.create', 'team.manage', 'contact.manage', 'fallback.manage', 'service.create',
                       'service.manage', 'rule.create']) AS p (permission);
  RETURN NULL;
END $$;
CALL secure_function('grant_scope_write');

CREATE OR REPLACE TRIGGER api_token_of_scope_write AFTER INSERT ON api_token
  FOR EACH ROW WHEN ('write' = ANY (NEW.scopes) AND NEW.role = 'operator') EXECUTE FUNCTION grant_scope_write();

-- What ends all sessions of a user ends all that was made with them: the user's own tokens, the secret addresses of
-- calendars, and the links that set the password of an account in use (docs/adr/0115). Whoever has a session or a link that was stolen keeps nothing of it.
CREATE OR REPLACE FUNCTION end_what_sessions_made() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  UPDATE imas.api_token SET revoked_at = now()
   WHERE tenant_id = NEW.tenant_id AND user_id = NEW.user_id AND revoked_at IS NULL;
  UPDATE imas.calendar_feed SET revoked_at = now()
   WHERE tenant_id = NEW.tenant_id AND made_by_user = NEW.user_id AND revoked_at IS NULL;
  IF OLD.password_hash IS NOT NULL THEN
    UPDATE imas.user_invitation SET expires_at = created_at
     WHERE tenant_id = NEW.tenant_id AND user_id = NEW.user_id AND used_at IS NULL AND expires_at > created_at;
  END IF;
  RETURN NULL;
END $$;
CALL secure_function('end_what_sessions_made');

CREATE OR REPLACE TRIGGER user_credential_has_changed AFTER UPDATE OF epoch ON user_credential
  FOR EACH ROW WHEN (OLD.epoch IS DISTINCT FROM NEW.epoch) EXECUTE FUNCTION end_what_sessions_made();

-- The grants of a user, a service account or a token that are in force or will be, as core reads them
-- (dev.imas.core.access.Grant).
CREATE OR REPLACE FUNCTION grants_of(p_tenant uuid, p_grantee uuid) RETURNS jsonb
  LANGUAGE sql STABLE AS $$
  SELECT coalesce(
           jsonb_agg(jsonb_build_object('permission', g.permission, 'team', g.team_id, 'from', g.starts_at, 'until', g.ends_at)
                     ORDER BY g.id),
           '[]')
    FROM imas.access_grant g
   WHERE g.tenant_id = p_tenant AND g.grantee_id = p_grantee AND g.ended_at IS NULL
     AND (g.ends_at IS NULL OR g.ends_at > now())
$$;
CALL secure_function('grants_of', callers => '{imas_app, imas_worker_fn}');

-- Finds an API token by its hash, with the rights that it and its owner have. Returns no row for an unknown, revoked or
-- expired one, and none for one whose owner is gone or inactive.
DROP FUNCTION IF EXISTS find_api_token(bytea);
CREATE FUNCTION find_api_token(p_hash bytea)
  RETURNS TABLE (tenant_id uuid, id uuid, name text, scopes text[], expires_at timestamptz, role text, user_id uuid,
                 username text, user_role text, grants jsonb, user_grants jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT t.tenant_id, t.id, t.name,
         coalesce(t.scopes, CASE WHEN t.role IN ('tenant_admin', 'platform_admin') THEN ARRAY ['admin'] ELSE ARRAY ['read'] END),
         t.expires_at, t.role, t.user_id, u.username, u.role,
         grants_of(t.tenant_id, t.id)
           || CASE WHEN a.id IS NULL THEN '[]' ELSE grants_of(t.tenant_id, a.id) END,
         CASE WHEN u.id IS NOT NULL THEN grants_of(t.tenant_id, u.id) END
    FROM api_token t
    LEFT JOIN service_account a ON a.tenant_id = t.tenant_id AND a.id = t.service_account_id
    LEFT JOIN user_account u ON u.tenant_id = t.tenant_id AND u.id = t.user_id
   WHERE t.token_hash = p_hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
     AND a.is_active IS NOT FALSE
     AND (t.user_id IS NULL OR (u.is_active AND u.deleted_at IS NULL))
$$;
CALL secure_function('find_api_token', runs_as => 'imas_worker_fn', callers => '{imas_app}');
