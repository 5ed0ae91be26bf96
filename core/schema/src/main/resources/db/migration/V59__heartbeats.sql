-- What must be heard regularly, and opens an incident when it falls silent (dev.imas.core.heartbeat). The timer of one (kind
-- heartbeat) has its id as subject.
CREATE TABLE heartbeat (
  tenant_id      uuid NOT NULL REFERENCES tenant,
  id             uuid NOT NULL,
  name           text NOT NULL,
  service_id     uuid NOT NULL,
  severity       smallint NOT NULL CHECK (severity BETWEEN 1 AND 4),
  beats_by       text NOT NULL CHECK (beats_by IN ('ping', 'alert', 'source')),
  every_seconds  integer NOT NULL CHECK (every_seconds > 0),
  grace_seconds  integer NOT NULL CHECK (grace_seconds >= 0),
  matchers       text[] NOT NULL DEFAULT '{}',         -- of the alerts that are beats
  source_id      uuid,                                 -- whose alerts are beats; NULL: those of any
  least_per_hour integer NOT NULL DEFAULT 1,           -- of a source: it counts as silent only after an hour with so many
  is_active      boolean NOT NULL DEFAULT true,
  watched_since  timestamptz NOT NULL,                 -- no silence begins before
  key_hash       bytea UNIQUE CHECK (octet_length(key_hash) = 32),
  key_hint       text,
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT heartbeat_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
  CONSTRAINT heartbeat_source FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);
CREATE UNIQUE INDEX heartbeat_name ON heartbeat (tenant_id, lower(name));
CREATE INDEX heartbeat_of_service ON heartbeat (tenant_id, service_id);
CREATE INDEX heartbeat_of_source ON heartbeat (tenant_id, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX heartbeat_by_alerts ON heartbeat (tenant_id) WHERE beats_by = 'alert';
CALL secure_table('heartbeat');
CALL open_table_to('heartbeat', 'imas_ingest_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON heartbeat TO imas_app;
GRANT SELECT (tenant_id, id, key_hash) ON heartbeat TO imas_ingest_fn;

-- What was heard of it, and what core made of that. Apart from its settings, since each beat writes it; no index stands on what
-- moves, so these updates stay in their page.
CREATE TABLE heartbeat_pulse (
  tenant_id    uuid NOT NULL,
  heartbeat_id uuid NOT NULL,
  state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'alive', 'silent', 'failed', 'off')),
  state_since  timestamptz NOT NULL,
  beat_at      timestamptz,                            -- the last beat
  failed_at    timestamptz,                            -- the last run failed
  started_at   timestamptz,                            -- the last start that was told
  run_id       text,                                   -- of the last run that ended, as its pings name it
  run_millis   bigint,
  runs         bigint NOT NULL DEFAULT 0,              -- numbers them in the order in which they began
  decided_run  bigint NOT NULL DEFAULT 0,              -- the latest that has ended: what ends later and began sooner decides nothing
  pings        bigint NOT NULL DEFAULT 0,              -- answered with 200
  silent_after timestamptz,                            -- the beat after which it was found silent
  incident_id  uuid,
  PRIMARY KEY (tenant_id, heartbeat_id),
  FOREIGN KEY (tenant_id, heartbeat_id) REFERENCES heartbeat (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70);
CALL secure_table('heartbeat_pulse');
CALL open_table_to('heartbeat_pulse', 'imas_ingest_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON heartbeat_pulse TO imas_app;
GRANT SELECT, UPDATE ON heartbeat_pulse TO imas_ingest_fn;

-- The runs that pings have named, the latest 50 of each heartbeat.
CREATE TABLE heartbeat_run (
  tenant_id    uuid NOT NULL,
  heartbeat_id uuid NOT NULL,
  run_id       text NOT NULL,
  run          bigint NOT NULL,
  started_at   timestamptz,
  ended_at     timestamptz,
  has_failed   boolean NOT NULL DEFAULT false,
  millis       bigint,
  PRIMARY KEY (tenant_id, heartbeat_id, run_id),
  FOREIGN KEY (tenant_id, heartbeat_id) REFERENCES heartbeat (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('heartbeat_run');
CALL open_table_to('heartbeat_run', 'imas_ingest_fn');
GRANT SELECT, DELETE ON heartbeat_run TO imas_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON heartbeat_run TO imas_ingest_fn;

-- The alerts that are beats of it, as intake or its first look has found them. When they were last seen is in their own rows.
CREATE TABLE heartbeat_alert (
  tenant_id    uuid NOT NULL,
  heartbeat_id uuid NOT NULL,
  fingerprint  uuid NOT NULL,
  found_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, heartbeat_id, fingerprint),
  FOREIGN KEY (tenant_id, heartbeat_id) REFERENCES heartbeat (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('heartbeat_alert');
GRANT SELECT, INSERT, DELETE ON heartbeat_alert TO imas_app;

-- A ping that changes something wakes core.
CALL open_table_to('timer', 'imas_ingest_fn');
GRANT SELECT (tenant_id, kind, subject), INSERT, UPDATE ON timer TO imas_ingest_fn;

-- Since when no beat can have been lost by our fault: unlike since, it also moves when a gateway starts, or has refused a ping.
ALTER TABLE listening ADD COLUMN beats_since timestamptz;

-- A silent heartbeat opens incidents, too.
ALTER TABLE incident DROP CONSTRAINT incident_origin_check;
ALTER TABLE incident ADD CONSTRAINT incident_origin_check CHECK (origin IN ('alert', 'api', 'heartbeat')) NOT VALID;
