-- One row is one message to one receiver about one moment of an incident. Core writes it in the transaction of the
-- change that caused it (so it is the notifier's outbox); the notifier claims it with a lease and delivers it.
-- receiver_id is the contact, or the nil UUID for the console when no contact is configured. Without an incident it is a
-- sample that somebody asked for to test a contact (event contact.test).
CREATE TABLE delivery (
  tenant_id           uuid NOT NULL,
  id                  uuid NOT NULL,                   -- also the idempotency key the receiver sees
  incident_id         uuid,
  event_seq           integer NOT NULL,                -- timeline seq of the moment: orders an incident's messages
  event               text NOT NULL,                   -- incident.triggered, incident.acknowledged, …
  receiver_id         uuid NOT NULL,
  channel             text NOT NULL,
  address             text NOT NULL,
  urgency             smallint NOT NULL,               -- the severity, 1 first
  status              text NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'dead', 'cancelled')),
  payload             jsonb NOT NULL,
  attempts            integer NOT NULL DEFAULT 0,
  next_attempt_at     timestamptz NOT NULL DEFAULT now(),
  lease_until         timestamptz,
  last_error          text,
  provider_message_id text,
  created_at          timestamptz NOT NULL DEFAULT now(),
  finished_at         timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, incident_id, event_seq, receiver_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
) WITH (fillfactor = 80);
CREATE INDEX delivery_due ON delivery (urgency, next_attempt_at) WHERE status IN ('pending', 'sending');
CREATE INDEX delivery_order ON delivery (tenant_id, incident_id, receiver_id, event_seq) WHERE status IN ('pending', 'sending');
CREATE INDEX delivery_list ON delivery (tenant_id, created_at, id);
-- How often a contact was tested lately.
CREATE INDEX delivery_test ON delivery (tenant_id, receiver_id, created_at) WHERE incident_id IS NULL;
CALL secure_table('delivery');
CALL open_table_to('delivery', 'imas_worker_fn');

CREATE TABLE delivery_attempt (
  at          timestamptz NOT NULL DEFAULT now(),
  tenant_id   uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempt     integer NOT NULL,
  outcome     text NOT NULL,                           -- accepted, retry, refused, deferred
  status_code integer,
  error       text,
  duration_ms integer NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id, attempt, at)
) PARTITION BY RANGE (at);
CALL secure_table('delivery_attempt');

-- What running notifiers can send with, each with a lease that it renews: core, which calls nobody, checks contacts
-- against it when they are made. Of the platform itself, so of the nil tenant; reached through functions only.
CREATE TABLE notifier_offer (
  tenant_id     uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  notifier      uuid NOT NULL,
  channels      text[] NOT NULL DEFAULT '{}',          -- configured there
  webhook_allow text[] NOT NULL DEFAULT '{}',          -- inner hosts and networks that webhooks may go to
  webhook_ports integer[] NOT NULL DEFAULT '{}',       -- empty: any
  lease_until   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, notifier)
);
CALL secure_table('notifier_offer');
CALL open_table_to('notifier_offer', 'imas_worker_fn');
