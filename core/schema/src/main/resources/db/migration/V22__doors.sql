-- A second factor at log-in: codes by time (RFC 6238). last_step: the number of the last half minute whose code was used, so
-- that a code works once. failures: in a row; beyond a limit no code is taken for a while.
CREATE TABLE user_totp (
  tenant_id    uuid NOT NULL,
  user_id      uuid NOT NULL,
  secret_enc   bytea NOT NULL,                           -- AES-256-GCM ciphertext
  confirmed_at timestamptz,                              -- NULL: set up, and no code has shown yet that it works
  last_step    bigint NOT NULL DEFAULT 0,
  failures     integer NOT NULL DEFAULT 0,
  failed_at    timestamptz,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('user_totp');
CALL open_table_to('user_totp', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON user_totp TO imas_app;
GRANT SELECT (tenant_id, user_id, confirmed_at) ON user_totp TO imas_worker_fn;

-- Codes for who has lost the device; each works once. They are 80 random bits, so a fast hash is enough.
CREATE TABLE user_recovery_code (
  tenant_id uuid NOT NULL,
  user_id   uuid NOT NULL,
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  used_at   timestamptz,
  PRIMARY KEY (tenant_id, user_id, code_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_totp (tenant_id, user_id) ON DELETE CASCADE
);
CALL secure_table('user_recovery_code');
GRANT SELECT, INSERT, UPDATE, DELETE ON user_recovery_code TO imas_app;

-- The first administrator of the platform registers with a code, as that of a tenant does.
ALTER TABLE user_invitation DROP CONSTRAINT user_invitation_role_check;
ALTER TABLE user_invitation ADD CONSTRAINT user_invitation_role_check
  CHECK (role IN ('viewer', 'responder', 'operator', 'tenant_admin', 'platform_admin')
         AND (role = 'platform_admin') = (tenant_id = '00000000-0000-0000-0000-000000000000'));
