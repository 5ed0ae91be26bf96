CREATE TABLE incident (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  short_id        text NOT NULL,
  title           text NOT NULL CHECK (length(title) BETWEEN 1 AND 500),
  description     text NOT NULL DEFAULT '',
  service_id      uuid NOT NULL,
  severity        smallint NOT NULL CHECK (severity BETWEEN 1 AND 4),
  status          text NOT NULL CHECK (status IN ('TRIGGERED', 'ACKNOWLEDGED', 'MITIGATED', 'RESOLVED')),
  origin          text NOT NULL CHECK (origin IN ('alert', 'api')),
  group_key       text,
  auto_resolve    boolean NOT NULL DEFAULT true,
  lead            text,
  created_by      text NOT NULL,
  detected_at     timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  acknowledged_at timestamptz,
  mitigated_at    timestamptz,
  resolved_at     timestamptz,
  updated_at      timestamptz NOT NULL,
  resolution_note text,
  root_cause      text,
  previous_id     uuid,                                -- the resolved incident of the same group before this one
  reopen_count    integer NOT NULL DEFAULT 0,
  alert_count     integer NOT NULL DEFAULT 0,
  firing_count    integer NOT NULL DEFAULT 0,
  timeline_seq    integer NOT NULL DEFAULT 0,
  version         integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, short_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
) WITH (fillfactor = 50);                              -- a storm updates the counts of all open ones again and again: room for it
-- Invariant 5: at most one open incident per group, whatever the number of cores at work.
CREATE UNIQUE INDEX incident_open_group ON incident (tenant_id, group_key) WHERE status <> 'RESOLVED' AND group_key IS NOT NULL;
CREATE INDEX incident_group ON incident (tenant_id, group_key, created_at);
CREATE INDEX incident_list ON incident (tenant_id, created_at, id);
-- The two lists that are asked for all day, of few among many: what is open, and what a service had.
CREATE INDEX incident_open ON incident (tenant_id, created_at, id) WHERE status <> 'RESOLVED';
CREATE INDEX incident_service ON incident (tenant_id, service_id, created_at, id);
CALL secure_table('incident');
CALL open_table_to('incident', 'imas_ingest_fn');
CALL open_table_to('incident', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON incident TO imas_app;
GRANT SELECT, UPDATE (timeline_seq) ON incident TO imas_notifier;
GRANT SELECT ON incident TO imas_ingest_fn, imas_worker_fn;

-- Which alerts belong to an incident, or did once; only ever added to. Whether an alert fires is in alert_progress.
-- No foreign key, here and in the next table: incidents are never deleted, and intake alone writes, of incidents that it
-- has locked or made in the same transaction (docs/adr on what intake writes).
CREATE TABLE incident_alert (
  tenant_id    uuid NOT NULL,
  incident_id  uuid NOT NULL,
  fingerprint  uuid NOT NULL,
  attached_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, fingerprint)
);
CALL secure_table('incident_alert');
CALL open_table_to('incident_alert', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON incident_alert TO imas_app;
GRANT SELECT ON incident_alert TO imas_worker_fn;

-- Incidents that somebody resolved while alerts of theirs fired, and when to see whether these fire on (recheck_incidents).
CREATE TABLE incident_recheck (
  tenant_id    uuid NOT NULL,
  incident_id  uuid NOT NULL,
  due_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
);
CREATE INDEX incident_recheck_due ON incident_recheck (due_at);
CALL secure_table('incident_recheck');
CALL open_table_to('incident_recheck', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON incident_recheck TO imas_app;
GRANT SELECT, UPDATE, DELETE ON incident_recheck TO imas_worker_fn;

-- How far core has followed each alert: transitions up to applied_seq are done, and a recovery goes to incident_id
-- whatever today's rules say. firing: whether it is one of that incident's firing alerts. This makes intake idempotent
-- by event id: a row is only moved on from the applied_seq that was read.
CREATE TABLE alert_progress (
  tenant_id   uuid NOT NULL,
  fingerprint uuid NOT NULL,
  incident_id uuid,
  applied_seq integer NOT NULL,
  firing      boolean NOT NULL,
  PRIMARY KEY (fingerprint, tenant_id)
) WITH (fillfactor = 70);
CALL secure_table('alert_progress');
CALL open_table_to('alert_progress', 'imas_ingest_fn');
CALL open_table_to('alert_progress', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON alert_progress TO imas_app;
GRANT SELECT ON alert_progress TO imas_ingest_fn, imas_worker_fn;

-- Open incidents that got more alerts since anybody was last told of them, and when those who know of them are told. A mark,
-- not the message: what joins meanwhile costs one look at this table, and the message is made with the figures of its time.
-- No foreign key, as with incident_alert: intake writes, of incidents that it has locked.
CREATE TABLE incident_growth (
  tenant_id    uuid NOT NULL,
  incident_id  uuid NOT NULL,
  due_at       timestamptz NOT NULL,                   -- the database's clock
  PRIMARY KEY (tenant_id, incident_id)
);
CREATE INDEX incident_growth_due ON incident_growth (due_at);
CALL secure_table('incident_growth');
CALL open_table_to('incident_growth', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_growth TO imas_app;
GRANT SELECT ON incident_growth TO imas_worker_fn;

CREATE TABLE timeline (
  at          timestamptz NOT NULL DEFAULT now(),
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  seq         integer NOT NULL,
  type        text NOT NULL,
  author      text NOT NULL,
  message     text NOT NULL,
  metadata    jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, incident_id, seq, at)
) PARTITION BY RANGE (at);
CALL secure_table('timeline');
GRANT SELECT, INSERT ON timeline TO imas_app, imas_notifier;

-- Answers that are given again to a repeat of the same request (Idempotency-Key), for a day.
CREATE TABLE idempotency (
  tenant_id    uuid NOT NULL,
  key_hash     bytea NOT NULL,
  request_hash bytea NOT NULL,
  incident_id  uuid NOT NULL,
  status       smallint NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, key_hash),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
);
CALL secure_table('idempotency');
GRANT SELECT, INSERT, DELETE ON idempotency TO imas_app;
