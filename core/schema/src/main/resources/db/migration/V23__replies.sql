-- What people answer from a message.

-- Links in messages to one person, with which that person acts without logging in. Only SHA-256 of a token is stored; the
-- token itself is derived from the delivery's id and the encryption key. A row is removed soon after it expires, long before
-- its incident, so the incident is no foreign key that its purge would have to look after.
CREATE TABLE action_link (
  tenant_id       uuid NOT NULL REFERENCES tenant,
  id              uuid NOT NULL,                      -- the delivery whose message has the link
  token_hash      bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  incident_id     uuid NOT NULL,
  user_id         uuid NOT NULL,                      -- who acts
  actions         text[] NOT NULL CHECK (actions <@ ARRAY ['acknowledge', 'resolve'] AND cardinality(actions) > 0),
  made_at         timestamptz NOT NULL DEFAULT now(),
  expires_at      timestamptz NOT NULL,
  acknowledged_at timestamptz,                        -- each action is for one use
  resolved_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX action_link_expiry ON action_link (tenant_id, expires_at);
CREATE INDEX action_link_user ON action_link (tenant_id, user_id);
CALL secure_table('action_link');
CALL open_table_to('action_link', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE (acknowledged_at, resolved_at), DELETE ON action_link TO imas_app;
GRANT SELECT ON action_link TO imas_worker_fn;

-- Where the vendor of a provider posts what people answer: /api/v1/slack/<hook>/… It names the provider, and so the tenant.
-- It proves nothing: the vendor's signature does.
ALTER TABLE provider ADD COLUMN hook uuid NOT NULL DEFAULT gen_random_uuid();
CREATE UNIQUE INDEX provider_hook ON provider (hook);

-- What a vendor has posted already, by the vendor's own id of it, written in the transaction of its effect. Vendors repeat
-- what was not answered in time.
CREATE TABLE callback_event (
  tenant_id   uuid NOT NULL,
  provider_id uuid NOT NULL,
  event_id    text NOT NULL CHECK (length(event_id) <= 200),
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, provider_id, event_id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX callback_event_at ON callback_event (tenant_id, at);
CALL secure_table('callback_event');
GRANT SELECT, INSERT, DELETE ON callback_event TO imas_app;
