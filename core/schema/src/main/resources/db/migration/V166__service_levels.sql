-- What a tenant promises, a row for each version. A version never changes, so a clock can say what it was measured against.
CREATE TABLE service_level (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  version    integer NOT NULL,      -- from 2: the first is without goals, and not stored
  definition jsonb NOT NULL,
  is_active  boolean NOT NULL,           -- whether there is any goal
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version)
);
CALL secure_table('service_level');
CALL open_table_to('service_level', 'imas_worker_fn');
GRANT SELECT, INSERT ON service_level TO imas_app;
GRANT SELECT ON service_level TO imas_worker_fn;

-- A clock of an incident. It is written when it starts, stops, is held or gets another goal, and not while it runs.
CREATE TABLE incident_clock (
  tenant_id          uuid NOT NULL,
  incident_id        uuid NOT NULL,
  kind               text NOT NULL, -- 'response', 'resolution'
  cycle              integer NOT NULL,
  settings_version   integer NOT NULL,   -- no foreign key: all openings would lock one row
  aim                text NOT NULL,      -- the tier or severity whose goal it has
  goal               interval,
  state              text NOT NULL, -- 'running', 'held', 'ended', 'merged'
  started_at         timestamptz NOT NULL,
  running_since      timestamptz NOT NULL, -- since its last change while it ran
  consumed           interval NOT NULL,  -- open time until it was written
  due_at             timestamptz,
  half_at            timestamptz,
  ended_at           timestamptz,
  breached_at        timestamptz,
  breached_by_change boolean NOT NULL,
  noticed_at         timestamptz,        -- when the breach was written into the timeline
  half_noticed_at    timestamptz,
  PRIMARY KEY (tenant_id, incident_id, kind, cycle),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 80);
CALL secure_table('incident_clock');
GRANT SELECT, INSERT, UPDATE ON incident_clock TO imas_app;

-- The times that a clock did not count.
CREATE TABLE incident_clock_pause (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  kind        text NOT NULL,
  cycle       integer NOT NULL,
  position    integer NOT NULL,
  from_at     timestamptz NOT NULL,
  until_at    timestamptz,
  cause       text NOT NULL, -- 'hold', 'resolved', 'merged'
  -- Of a hold.
  reason      text, -- 'customer', 'vendor', 'change_window', 'observation'
  message     text,
  held_by     text,
  ends_at     timestamptz,
  PRIMARY KEY (tenant_id, incident_id, kind, cycle, position),
  FOREIGN KEY (tenant_id, incident_id, kind, cycle) REFERENCES incident_clock ON DELETE CASCADE
);
CALL secure_table('incident_clock_pause');
GRANT SELECT, INSERT, UPDATE ON incident_clock_pause TO imas_app;
