-- One row is one message to one receiver about one moment of an incident. Core writes it in the transaction of the
-- change that caused it (so it is the notifier's outbox); the notifier claims it with a lease and delivers it.
-- receiver_id is the contact, or the nil UUID for the console when no contact is configured. Without an incident it is a
-- sample that somebody asked for to test a contact (event contact.test), or a digest of what was folded into it (event
-- incidents.digest).
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
  alone               boolean NOT NULL DEFAULT false,  -- goes whatever the receiver's rate, and is never folded into a digest
  place               smallint GENERATED ALWAYS AS (CASE WHEN alone THEN 0 ELSE urgency END) STORED,
  status              text NOT NULL CHECK (status IN ('pending', 'sending', 'sent', 'dead', 'folded', 'cancelled')),
  folded_into         uuid,                            -- folded: the delivery that tells what this one was to tell
  payload             jsonb NOT NULL,
  -- Its turn among what waits for its receiver about its incident: the others wait until it is through. Kept by
  -- triggers, so that no claim ever looks at what has to wait.
  is_head             boolean NOT NULL DEFAULT true,
  attempts            integer NOT NULL DEFAULT 0,
  next_attempt_at     timestamptz NOT NULL DEFAULT now(), -- of one that is being sent: when its lease ends
  scheduled_at        timestamptz NOT NULL DEFAULT now(), -- when next_attempt_at was set; ahead of now: the clock was set back
  last_error          text,
  provider_message_id text,
  created_at          timestamptz NOT NULL DEFAULT now(),
  finished_at         timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, incident_id, receiver_id, event_seq),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
) WITH (fillfactor = 80);
-- A claim walks this from receiver to receiver, and within one to what is due: whatever else waits costs it nothing.
CREATE INDEX delivery_due ON delivery (place, tenant_id, receiver_id, next_attempt_at)
  WHERE is_head AND status IN ('pending', 'sending');
CREATE INDEX delivery_order ON delivery (tenant_id, incident_id, receiver_id, event_seq) WHERE status IN ('pending', 'sending');
CREATE INDEX delivery_status ON delivery (tenant_id, status, created_at, id) WHERE status <> 'sent';
CREATE INDEX delivery_list ON delivery (tenant_id, created_at, id);
CREATE INDEX delivery_channel ON delivery (tenant_id, channel, created_at, id);
CREATE INDEX delivery_folded ON delivery (tenant_id, folded_into, created_at, id) WHERE folded_into IS NOT NULL;
CREATE INDEX delivery_alone ON delivery (tenant_id, receiver_id, created_at) WHERE alone;
-- How often a contact was tested lately; and its digests.
CREATE INDEX delivery_test ON delivery (tenant_id, receiver_id, created_at) WHERE incident_id IS NULL;
CREATE INDEX delivery_scheduled ON delivery (scheduled_at) WHERE status IN ('pending', 'sending');
CALL secure_table('delivery');
CALL open_table_to('delivery', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON delivery TO imas_app, imas_worker_fn;
GRANT SELECT, UPDATE ON delivery TO imas_notifier;

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
GRANT SELECT ON delivery_attempt TO imas_app;
GRANT SELECT, INSERT ON delivery_attempt TO imas_notifier;

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
GRANT SELECT, INSERT, UPDATE, DELETE ON notifier_offer TO imas_worker_fn;

-- What became of pages, for core to follow like the outbox: a delivery is dead, or (late) it is time to ask whether anybody
-- has accepted the page. Core takes a row by deleting it in the transaction that does what follows from it.
CREATE TABLE delivery_outcome (
  tenant_id   uuid NOT NULL,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  incident_id uuid NOT NULL,
  event_seq   integer NOT NULL,
  late        boolean NOT NULL,
  not_before  timestamptz NOT NULL DEFAULT '-infinity',
  attempts    smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX delivery_outcome_due ON delivery_outcome (not_before, id);
CALL secure_table('delivery_outcome');
CALL open_table_to('delivery_outcome', 'imas_worker_fn');
GRANT INSERT ON delivery_outcome TO imas_app, imas_notifier;
GRANT SELECT, INSERT, UPDATE, DELETE ON delivery_outcome TO imas_worker_fn;

-- Who is told of pages that reached nobody of the team they were for; without any, the console.
CREATE TABLE fallback_contact (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  position   integer NOT NULL,
  PRIMARY KEY (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES team_contact (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('fallback_contact');
GRANT SELECT, INSERT, DELETE ON fallback_contact TO imas_app;
