-- How a person is reached. Only what its owner has verified by a code is paged. The secret is AES-256-GCM ciphertext.
CREATE TABLE user_contact (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  user_id     uuid NOT NULL,
  name        text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  channel     text NOT NULL CHECK (channel ~ '^[a-z][a-z0-9_]{0,39}$'),
  address     text NOT NULL,
  secret_enc  bytea,
  verified_at timestamptz,
  is_active   boolean NOT NULL DEFAULT true,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, user_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE UNIQUE INDEX user_contact_address ON user_contact (tenant_id, user_id, channel, address);
CALL secure_table('user_contact');
CALL open_table_to('user_contact', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON user_contact TO imas_app;
GRANT SELECT ON user_contact TO imas_worker_fn;

-- The codes that were sent lately: what verifies a contact, and what counts against the limits. So a row outlives the contact
-- it was sent to, and has no key of it. Only a keyed hash of a code is stored.
CREATE TABLE contact_code (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,                            -- also the delivery's
  contact_id uuid NOT NULL,
  user_id    uuid NOT NULL,
  channel    text NOT NULL,
  address    text NOT NULL,
  code_hash  bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  made_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  tries      smallint NOT NULL DEFAULT 0,
  used_at    timestamptz,
  voided_at  timestamptz,                              -- a later code, or another address, took its place
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_code_contact ON contact_code (tenant_id, contact_id, made_at DESC);
CREATE INDEX contact_code_made ON contact_code (tenant_id, made_at);
CALL secure_table('contact_code');
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_code TO imas_app;

-- When and by what a person is told of a page: rules in order, for each urgency.
CREATE TABLE notification_rule (
  tenant_id  uuid NOT NULL,
  user_id    uuid NOT NULL,
  urgency    text NOT NULL CHECK (urgency IN ('high', 'low')),          -- SEV1 and SEV2; SEV3 and SEV4
  position   smallint NOT NULL,
  wait       interval NOT NULL CHECK (wait BETWEEN interval '0' AND interval '24 hours'),
  contact_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, user_id, urgency, position),
  FOREIGN KEY (tenant_id, user_id, contact_id) REFERENCES user_contact (tenant_id, user_id, id) ON DELETE CASCADE
);
CREATE INDEX notification_rule_contact ON notification_rule (tenant_id, user_id, contact_id);
CALL secure_table('notification_rule');
GRANT SELECT, INSERT, DELETE ON notification_rule TO imas_app;

-- The version of a person's rules, and their quiet hours: [quiet_from, quiet_until) of their zone, which begin on these days
-- of the week (1: Monday) and may go past midnight.
CREATE TABLE notification_preference (
  tenant_id   uuid NOT NULL,
  user_id     uuid NOT NULL,
  quiet_from  time,
  quiet_until time,
  quiet_days  smallint[],
  version     integer NOT NULL DEFAULT 1,
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT notification_preference_quiet CHECK (
    num_nonnulls(quiet_from, quiet_until, quiet_days) IN (0, 3)
    AND quiet_from <> quiet_until AND quiet_days <@ '{1,2,3,4,5,6,7}'),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('notification_preference');
GRANT SELECT, INSERT, UPDATE, DELETE ON notification_preference TO imas_app;

-- What is told how soon by which medium, for each severity, of a tenant that has changed it. Its shape:
-- dev.imas.core.contact.NotificationMatrix.
CREATE TABLE notification_matrix (
  tenant_id  uuid PRIMARY KEY REFERENCES tenant,
  matrix     jsonb NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CALL secure_table('notification_matrix');
GRANT SELECT, INSERT, UPDATE ON notification_matrix TO imas_app;

-- The address of an account is its first contact, not verified.
INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address)
SELECT u.tenant_id, uuidv7(), u.id, 'Email', 'email', u.email FROM user_account u WHERE u.deleted_at IS NULL;
