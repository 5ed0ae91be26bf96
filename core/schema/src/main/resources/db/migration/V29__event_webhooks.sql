-- What other systems are told of incidents: subscriptions, and the events that wait for them or were posted (NTF-17). They are
-- not among the deliveries: an event is for a program that wants each of them in order, so nothing is folded, nobody is called
-- in its place, and no claim of a page ever looks at it.
CREATE TABLE event_webhook (
  tenant_id        uuid NOT NULL REFERENCES tenant,
  id               uuid NOT NULL,
  name             text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  url              text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
  secret_enc       bytea NOT NULL,                      -- AES-256-GCM ciphertext; signs each post
  secret_hint      text NOT NULL,                       -- what is shown of it
  events           text[] NOT NULL CHECK (cardinality(events) BETWEEN 1 AND 50),
  severities       smallint[] NOT NULL DEFAULT '{}' CHECK (severities <@ '{1,2,3,4}'), -- empty: all
  teams            uuid[] NOT NULL DEFAULT '{}',        -- whose services; empty: all
  services         uuid[] NOT NULL DEFAULT '{}',        -- besides those of the teams; both empty: all
  is_active        boolean NOT NULL DEFAULT true,
  switched_off_at  timestamptz,                         -- by IMAS, and why
  switched_off_why text,
  failures         integer NOT NULL DEFAULT 0,          -- in a row
  failing_since    timestamptz,                         -- the first of them
  rests_until      timestamptz,                         -- nothing is posted before
  is_gone          boolean NOT NULL DEFAULT false,      -- it has answered that it is
  last_success_at  timestamptz,
  last_error_at    timestamptz,
  last_error       text,
  last_status      integer,                             -- of HTTP, with the last error
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX event_webhook_name ON event_webhook (tenant_id, lower(name));
CALL secure_table('event_webhook');
CALL open_table_to('event_webhook', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON event_webhook TO imas_app;
GRANT SELECT, UPDATE ON event_webhook TO imas_worker_fn;

-- One event for one subscription. About an incident, or for a test about the subscription itself. The key has no column that
-- may be NULL, so an event that is written twice is there once.
CREATE TABLE event_delivery (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,                        -- also the idempotency key that the receiver sees
  webhook_id      uuid NOT NULL,
  about_id        uuid NOT NULL,
  event_key       text NOT NULL,                        -- the event, and which of its kind
  event           text NOT NULL,
  position        bigint GENERATED ALWAYS AS IDENTITY,  -- orders what one subscription is told about one incident
  payload         jsonb NOT NULL,                       -- the body without the link
  status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sending', 'sent', 'dead', 'cancelled')),
  is_head         boolean NOT NULL DEFAULT true,        -- its turn: nothing earlier of its incident waits for its subscription
  attempts        integer NOT NULL DEFAULT 0,
  queued_at       timestamptz NOT NULL DEFAULT now(),   -- since when it waits
  next_attempt_at timestamptz NOT NULL DEFAULT now(),   -- of one that is being sent: when its lease ends
  last_error      text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  finished_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, webhook_id, about_id, event_key),
  FOREIGN KEY (tenant_id, webhook_id) REFERENCES event_webhook (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 80);
CREATE INDEX event_delivery_due ON event_delivery (tenant_id, webhook_id, next_attempt_at)
  WHERE is_head AND status IN ('pending', 'sending');
CREATE INDEX event_delivery_order ON event_delivery (tenant_id, webhook_id, about_id, position)
  WHERE status IN ('pending', 'sending');
CREATE INDEX event_delivery_list ON event_delivery (tenant_id, webhook_id, created_at, id);
CREATE INDEX event_delivery_past ON event_delivery (finished_at) WHERE finished_at IS NOT NULL;
CALL secure_table('event_delivery');
CALL open_table_to('event_delivery', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON event_delivery TO imas_app;
GRANT SELECT, UPDATE, DELETE ON event_delivery TO imas_worker_fn;

CREATE TABLE event_attempt (
  tenant_id   uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempt     integer NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  outcome     text NOT NULL CHECK (outcome IN ('accepted', 'retry', 'refused')),
  status_code integer,
  error       text,
  duration_ms integer NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id, attempt),
  FOREIGN KEY (tenant_id, delivery_id) REFERENCES event_delivery (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('event_attempt');
CALL open_table_to('event_attempt', 'imas_worker_fn');
GRANT SELECT ON event_attempt TO imas_app;
GRANT SELECT, INSERT ON event_attempt TO imas_worker_fn;
