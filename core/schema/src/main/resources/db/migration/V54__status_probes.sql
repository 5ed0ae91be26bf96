-- What measures a component of the status page, and what was found last (docs/adr/0074). Notifiers ask, and nothing is published.
CREATE TABLE status_probe (
  tenant_id       uuid NOT NULL,
  component_id    uuid NOT NULL,
  url             text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),   -- http, https, or tcp with a port
  every_s         integer NOT NULL CHECK (every_s BETWEEN 30 AND 3600),
  timeout_s       integer NOT NULL CHECK (timeout_s BETWEEN 1 AND 10),
  expected_status integer CHECK (expected_status BETWEEN 100 AND 599),    -- NULL: any from 200 to 399
  due_at          timestamptz NOT NULL,                                   -- moves when somebody takes it
  version         integer NOT NULL DEFAULT 1,                             -- moves with what is above it
  outcome         text CHECK (outcome ~ '^[a-z]{1,20}$'),                 -- NULL: not tried since it was changed
  tried_at        timestamptz,
  took_ms         integer CHECK (took_ms >= 0),
  reason          text CHECK (length(reason) <= 500),                     -- why it was not up; never public
  PRIMARY KEY (tenant_id, component_id),
  FOREIGN KEY (tenant_id, component_id) REFERENCES status_component (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX status_probe_due ON status_probe (due_at);
CALL secure_table('status_probe');
CALL open_table_to('status_probe', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON status_probe TO imas_app;
GRANT SELECT, UPDATE (outcome, tried_at, took_ms, reason) ON status_probe TO imas_notifier;
GRANT SELECT, UPDATE (due_at) ON status_probe TO imas_worker_fn;

-- How long a component was up and down on a day of UTC. What is in neither was not measured.
CREATE TABLE status_uptime (
  tenant_id    uuid NOT NULL,
  component_id uuid NOT NULL,
  day          date NOT NULL,
  up_ms        integer NOT NULL CHECK (up_ms >= 0),
  down_ms      integer NOT NULL CHECK (down_ms >= 0),
  PRIMARY KEY (tenant_id, component_id, day),
  CHECK (up_ms + down_ms <= 86400000),
  FOREIGN KEY (tenant_id, component_id) REFERENCES status_component (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('status_uptime');
GRANT SELECT, DELETE ON status_uptime TO imas_app;
GRANT SELECT, INSERT, UPDATE (up_ms, down_ms) ON status_uptime TO imas_notifier;
