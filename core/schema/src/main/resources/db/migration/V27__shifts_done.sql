-- Who was on call, written down at hand-overs (dev.imas.core.schedule.ShiftRecorder). Versions, overrides and absences say
-- what was planned. They do not bring back what new zone data or a later version of the calculation would answer otherwise.
CREATE TABLE shift_done (
  tenant_id   uuid NOT NULL,
  schedule_id uuid NOT NULL,
  level       smallint NOT NULL CHECK (level BETWEEN 1 AND 10),
  user_id     uuid NOT NULL,
  from_at     timestamptz NOT NULL,
  until_at    timestamptz NOT NULL,
  version     integer NOT NULL,                        -- the schedule's, when the shift ended
  because     text NOT NULL CHECK (because IN ('turn', 'cover', 'override')),
  layer       text,                                    -- of a turn or a cover
  turn        bigint,
  instead_of  uuid[],                                  -- of a cover: whose turn it was
  override_id uuid,
  PRIMARY KEY (tenant_id, schedule_id, level, user_id, from_at),
  CONSTRAINT shift_done_time CHECK (from_at < until_at),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX shift_done_until ON shift_done (tenant_id, schedule_id, until_at);
CREATE INDEX shift_done_user ON shift_done (tenant_id, user_id, until_at);
CREATE INDEX shift_done_past ON shift_done (tenant_id, until_at);
CALL secure_table('shift_done');
GRANT SELECT, INSERT, UPDATE (until_at, version), DELETE ON shift_done TO imas_app;

-- For which time shift_done has a schedule's shifts. Before and after it they are calculated.
CREATE TABLE shift_record (
  tenant_id   uuid NOT NULL,
  schedule_id uuid NOT NULL,
  since_at    timestamptz NOT NULL,
  until_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, schedule_id),
  CONSTRAINT shift_record_time CHECK (since_at <= until_at),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id)
);
CALL secure_table('shift_record');
GRANT SELECT, INSERT, UPDATE (since_at, until_at) ON shift_record TO imas_app;
