-- What a tenant sends with by a channel: an account at a vendor, or a server of its own. Several of a channel are tried by
-- priority, the lowest first.
CREATE TABLE provider (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  id           uuid NOT NULL,
  name         text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  type         text NOT NULL CHECK (type ~ '^[a-z][a-z0-9_]{0,19}$'),
  channel      text NOT NULL CHECK (channel ~ '^[a-z][a-z0-9_]{0,19}$'),
  config       jsonb NOT NULL DEFAULT '{}',              -- without secrets
  secrets_enc  bytea,                                    -- the secrets of the config as one JSON object: AES-256-GCM ciphertext
  secret_hints jsonb NOT NULL DEFAULT '{}',              -- what is shown of them: their last characters
  priority     smallint NOT NULL DEFAULT 100 CHECK (priority BETWEEN 1 AND 1000),
  concurrency  smallint NOT NULL DEFAULT 16 CHECK (concurrency BETWEEN 1 AND 256), -- messages in flight at once, of a notifier
  is_active    boolean NOT NULL DEFAULT true,
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX provider_name ON provider (tenant_id, lower(name));
CREATE INDEX provider_channel ON provider (tenant_id, channel, priority, id);
CALL secure_table('provider');
CALL open_table_to('provider', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON provider TO imas_app;
GRANT SELECT ON provider TO imas_notifier, imas_worker_fn;

-- How providers fare, as the notifiers report it. Only what is not closed is among the circuits; its notifier renews it, or it
-- counts as closed.
CREATE TABLE provider_health (
  tenant_id       uuid NOT NULL,
  provider_id     uuid NOT NULL,
  version         integer NOT NULL,                      -- of the provider, when it was last tried
  last_success_at timestamptz,
  last_error_at   timestamptz,
  last_error      text,
  last_status     integer,                               -- of HTTP, with the last error
  circuits        jsonb NOT NULL DEFAULT '{}',           -- by notifier: {"state": "open", "at": …}
  PRIMARY KEY (tenant_id, provider_id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('provider_health');
GRANT SELECT ON provider_health TO imas_app;
GRANT SELECT, INSERT, UPDATE ON provider_health TO imas_notifier;

-- With which provider an attempt was made; null: with what is set on the notifier.
ALTER TABLE delivery_attempt ADD COLUMN provider_id uuid;
