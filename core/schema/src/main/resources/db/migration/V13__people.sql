-- People. PlatformAdmins live in the nil tenant and nowhere else. Who is gone keeps the row, for what names them: a user
-- is deleted by deleted_at, after which name and address are free again.
CREATE TABLE user_account (
  tenant_id     uuid NOT NULL REFERENCES tenant,
  id            uuid NOT NULL,
  username      text NOT NULL CHECK (username <> '' AND length(username) <= 100),
  email         text NOT NULL CHECK (length(email) BETWEEN 3 AND 255),
  first_name    text NOT NULL DEFAULT '',
  last_name     text NOT NULL DEFAULT '',
  phone         text CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),            -- E.164
  role          text NOT NULL CHECK (role IN ('viewer', 'responder', 'operator', 'tenant_admin', 'platform_admin')),
  time_zone     text NOT NULL DEFAULT 'UTC',
  locale        text NOT NULL DEFAULT 'en',
  is_active     boolean NOT NULL DEFAULT true,
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  last_login_at timestamptz,
  deleted_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT user_platform_admin
    CHECK ((role = 'platform_admin') = (tenant_id = '00000000-0000-0000-0000-000000000000'))
);
CREATE UNIQUE INDEX user_username ON user_account (tenant_id, lower(username)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX user_email ON user_account (tenant_id, lower(email)) WHERE deleted_at IS NULL;
CALL secure_table('user_account');
GRANT SELECT, INSERT, UPDATE ON user_account TO imas_app;

CREATE TABLE team_member (
  tenant_id uuid NOT NULL,
  team_id   uuid NOT NULL,
  user_id   uuid NOT NULL,
  role      text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'lead')),
  added_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, team_id, user_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX team_member_user ON team_member (tenant_id, user_id);
CALL secure_table('team_member');
GRANT SELECT, INSERT, UPDATE, DELETE ON team_member TO imas_app;
