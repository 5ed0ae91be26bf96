-- Who changed what, when and from where. It is added to and read: no login may change or remove an entry. People are named by
-- their ids, so that a name can be forgotten without touching the audit. Not partitioned, since core's login may drop
-- partitions. What seals entries later (a number and a hash for each, in the order in which they are sealed) is a table of
-- its own with this table's key.
CREATE TABLE audit_entry (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  at           timestamptz NOT NULL,
  actor_kind   text NOT NULL CHECK (actor_kind IN ('user', 'token', 'service_account', 'link', 'chat', 'system')),
  actor_id     uuid,                                                    -- NULL: of the installation
  via          text NOT NULL,
  address      text,
  request_id   text,
  action       text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_.]+$'),    -- such as team.create
  subject_kind text NOT NULL,
  subject_id   uuid,                                                    -- NULL: there is one in a tenant
  before       jsonb,
  after        jsonb,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_entry_at ON audit_entry (tenant_id, at DESC, id DESC);
CREATE INDEX audit_entry_subject ON audit_entry (tenant_id, subject_id, at DESC, id DESC);
CREATE INDEX audit_entry_actor ON audit_entry (tenant_id, actor_id, at DESC, id DESC);
CALL secure_table('audit_entry');
GRANT SELECT, INSERT ON audit_entry TO imas_app;

-- How a user proves who they are. epoch: sessions of an earlier one have ended, whatever their own row says.
CREATE TABLE user_credential (
  tenant_id     uuid NOT NULL,
  user_id       uuid NOT NULL,
  password_hash text CHECK (starts_with(password_hash, '$argon2id$')),  -- with its parameters and salt; NULL: has none
  epoch         integer NOT NULL DEFAULT 1,
  changed_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('user_credential');
GRANT SELECT, INSERT, UPDATE, DELETE ON user_credential TO imas_app;

-- The log-in function finds a user before a tenant is known.
CALL open_table_to('user_credential', 'imas_worker_fn');
GRANT SELECT (email) ON user_account TO imas_worker_fn;
GRANT SELECT ON user_credential TO imas_worker_fn;

-- One log-in and its refreshes. Refresh tokens are derived from the sealed seed and their number, so none is stored, and a
-- number that was used before shows that a token was copied.
CREATE TABLE user_session (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  user_id    uuid NOT NULL,
  epoch      integer NOT NULL,
  seed_enc   bytea NOT NULL,
  turn       integer NOT NULL DEFAULT 0,
  turned_at  timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  address    text,
  agent      text,
  ended_at   timestamptz,
  ended_by   text CHECK (ended_by IN ('logout', 'reuse', 'revoked')),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX user_session_user ON user_session (tenant_id, user_id, created_at DESC);
CREATE INDEX user_session_expiry ON user_session (tenant_id, expires_at);
CALL secure_table('user_session');
GRANT SELECT, INSERT, UPDATE, DELETE ON user_session TO imas_app;

-- What signs access tokens: sealed, of the platform (the nil tenant). A key signs only when every process must know it.
CREATE TABLE signing_key (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('access')),
  key_enc    bytea NOT NULL,
  created_at timestamptz NOT NULL,
  signs_from timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CALL secure_table('signing_key');
GRANT SELECT, INSERT, DELETE ON signing_key TO imas_app;

-- A code that makes an account once, or sets the password of the one it names.
CREATE TABLE user_invitation (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  id         uuid NOT NULL,
  code_hash  bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  role       text NOT NULL CHECK (role IN ('viewer', 'responder', 'operator', 'tenant_admin')),
  user_id    uuid,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX user_invitation_user ON user_invitation (tenant_id, user_id);
CALL secure_table('user_invitation');
GRANT SELECT, INSERT, UPDATE ON user_invitation TO imas_app;
