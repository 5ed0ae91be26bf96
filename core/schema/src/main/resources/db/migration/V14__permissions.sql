-- Who may do what: dev.imas.core.access.Permission has the table, here are those who have permissions.

-- A program, as the owner of its tokens.
CREATE TABLE service_account (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  name        text NOT NULL CHECK (name <> '' AND length(name) <= 100),
  description text NOT NULL DEFAULT '',
  is_active   boolean NOT NULL DEFAULT true,
  version     integer NOT NULL DEFAULT 1,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX service_account_name ON service_account (tenant_id, lower(name));
CALL secure_table('service_account');
CALL open_table_to('service_account', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON service_account TO imas_app;
GRANT SELECT ON service_account TO imas_worker_fn;

-- A token has a role and one owner: a user, whose rights it never exceeds, or a service account. scopes: NULL unless it was
-- made by the names that came before roles (R__81_access.sql).
ALTER TABLE api_token
  ALTER COLUMN scopes DROP NOT NULL,
  ADD COLUMN role               text CHECK (role IN ('viewer', 'responder', 'operator', 'tenant_admin', 'platform_admin')),
  ADD COLUMN user_id            uuid,
  ADD COLUMN service_account_id uuid,
  ADD CONSTRAINT api_token_owner CHECK (num_nonnulls(user_id, service_account_id) <= 1),
  ADD FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id),
  ADD CONSTRAINT api_token_service_account
    FOREIGN KEY (tenant_id, service_account_id) REFERENCES service_account (tenant_id, id);
CREATE INDEX api_token_of_user ON api_token (tenant_id, user_id) WHERE user_id IS NOT NULL;
CREATE INDEX api_token_of_service_account ON api_token (tenant_id, service_account_id);

-- A permission besides those of the role. team_id: of what this team owns alone. Rows stay after their end: they tell who
-- could do what, and when.
CREATE TABLE access_grant (
  tenant_id          uuid NOT NULL REFERENCES tenant,
  id                 uuid NOT NULL,
  grantee_kind       text NOT NULL CHECK (grantee_kind IN ('user', 'service_account', 'token')),
  grantee_id         uuid NOT NULL,
  user_id            uuid GENERATED ALWAYS AS (CASE WHEN grantee_kind = 'user' THEN grantee_id END) STORED,
  service_account_id uuid GENERATED ALWAYS AS (CASE WHEN grantee_kind = 'service_account' THEN grantee_id END) STORED,
  token_id           uuid GENERATED ALWAYS AS (CASE WHEN grantee_kind = 'token' THEN grantee_id END) STORED,
  permission         text NOT NULL,
  team_id            uuid,
  starts_at          timestamptz NOT NULL DEFAULT now(),
  ends_at            timestamptz,
  reason             text NOT NULL DEFAULT '',
  made_by            text NOT NULL,
  made_by_user       uuid,                                    -- who may end it, if that was a user
  made_by_token      uuid,                                    -- or the token, if it was a program's
  made_at            timestamptz NOT NULL DEFAULT now(),
  ended_by           text,                                    -- before its time
  ended_at           timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK (ends_at > starts_at),
  CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id),
  FOREIGN KEY (tenant_id, service_account_id) REFERENCES service_account (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, token_id) REFERENCES api_token (tenant_id, id),
  CONSTRAINT access_grant_team FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX access_grant_grantee ON access_grant (tenant_id, grantee_id, ends_at) WHERE ended_at IS NULL;
CREATE INDEX access_grant_of_team ON access_grant (tenant_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX access_grant_of_service_account ON access_grant (tenant_id, service_account_id)
  WHERE service_account_id IS NOT NULL;
CALL secure_table('access_grant');
CALL open_table_to('access_grant', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE (ended_by, ended_at) ON access_grant TO imas_app;
GRANT SELECT ON access_grant TO imas_worker_fn;

-- Tokens are authenticated before the tenant is known, and with them their owners.
CALL open_table_to('user_account', 'imas_worker_fn');
GRANT SELECT (tenant_id, id, username, role, is_active, deleted_at) ON user_account TO imas_worker_fn;

-- The tokens that there are: owned by an account of their tenant, with the role of their scope. What a token that was made
-- to write may do beyond an operator, it may still do, by grants that can be seen and ended.
INSERT INTO service_account (tenant_id, id, name, description, created_by)
SELECT DISTINCT ON (t.tenant_id) t.tenant_id, uuidv7(), 'legacy', 'Owns the tokens that were made without an owner', 'system'
  FROM api_token t;
UPDATE api_token t
   SET role = CASE WHEN 'admin' = ANY (t.scopes) THEN 'tenant_admin'
                   WHEN 'write' = ANY (t.scopes) THEN 'operator'
                   ELSE 'viewer' END,
       service_account_id = (SELECT a.id FROM service_account a WHERE a.tenant_id = t.tenant_id);
ALTER TABLE api_token ALTER COLUMN role SET NOT NULL;
INSERT INTO access_grant (tenant_id, id, grantee_kind, grantee_id, permission, starts_at, reason, made_by)
SELECT t.tenant_id, uuidv7(), 'token', t.id, p.permission, 'epoch', 'Tokens of scope write could do it before there were roles', 'system'
  FROM api_token t
 CROSS JOIN unnest(ARRAY ['team.create', 'team.manage', 'contact.manage', 'fallback.manage', 'service.create',
                          'service.manage', 'rule.create']) AS p (permission)
 WHERE t.role = 'operator';
