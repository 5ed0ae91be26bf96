-- Planned work, once or again and again (dev.imas.core.maintenance). What it concerns is hidden meanwhile: core makes a silence
-- for each occurrence, some days ahead. Wall clock times are of the window's own zone.
CREATE TABLE maintenance_window (
  tenant_id        uuid NOT NULL REFERENCES tenant,
  id               uuid NOT NULL,
  name             text NOT NULL,
  comment          text NOT NULL,
  matchers         text NOT NULL,                        -- as a silence has them; '[]': all alerts of its services
  starts_at        timestamp NOT NULL,                   -- of the first occurrence, wall clock
  time_zone        text NOT NULL,
  duration_seconds integer NOT NULL CHECK (duration_seconds > 0),
  recurrence       text,                                 -- a rule of RFC 5545, 3.3.10; NULL: once
  except_at        timestamp[] NOT NULL DEFAULT '{}',    -- occurrences that are left out, by their start
  hides_sev1       boolean NOT NULL,                     -- also of services that it does not name
  is_active        boolean NOT NULL DEFAULT true,
  calendar_uid     text,                                 -- of the event of a calendar that it was read from
  author           text NOT NULL,                        -- who was authenticated at its last change
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX maintenance_window_name ON maintenance_window (tenant_id, lower(name));
CREATE UNIQUE INDEX maintenance_window_uid ON maintenance_window (tenant_id, calendar_uid) WHERE calendar_uid IS NOT NULL;
CALL secure_table('maintenance_window');
GRANT SELECT, INSERT, UPDATE, DELETE ON maintenance_window TO imas_app;

-- The services whose alerts alone are hidden; those of all if there is none.
CREATE TABLE maintenance_window_service (
  tenant_id  uuid NOT NULL,
  window_id  uuid NOT NULL,
  service_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, window_id, service_id),
  FOREIGN KEY (tenant_id, window_id) REFERENCES maintenance_window (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT maintenance_window_of_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
);
CREATE INDEX maintenance_window_service_of ON maintenance_window_service (tenant_id, service_id);
CALL secure_table('maintenance_window_service');
GRANT SELECT, INSERT, DELETE ON maintenance_window_service TO imas_app;

-- Of which window and which of its occurrences a silence is; no occurrence: the window was changed, and another took its place.
-- For a core that does not know of services, a matcher over the label imas_service, which no alert has, stands in for them.
ALTER TABLE silence
  ADD COLUMN window_id  uuid,
  ADD COLUMN occurrence timestamp,
  ADD COLUMN services   uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN hides_sev1 boolean NOT NULL DEFAULT true;
CREATE UNIQUE INDEX silence_occurrence ON silence (tenant_id, window_id, occurrence) WHERE window_id IS NOT NULL;
