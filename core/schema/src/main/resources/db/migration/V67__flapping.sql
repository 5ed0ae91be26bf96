-- Incidents that come back again and again (dev.imas.core.flapping). A row is written when one comes back, so most incidents
-- have none.
CREATE TABLE incident_flapping (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  returns     timestamptz[] NOT NULL,          -- when it came back, the oldest first; as many as the policy counts
  since       timestamptz,                     -- when it began to flap; NULL: it does not
  until       timestamptz,                     -- when it resolves if nothing fires until then; NULL: an alert fires
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  CHECK (until IS NULL OR since IS NOT NULL)
);
CALL secure_table('incident_flapping');
GRANT SELECT, INSERT, UPDATE ON incident_flapping TO imas_app;

-- From when on an incident of a tenant flaps, of a tenant that has changed it.
CREATE TABLE flapping_policy (
  tenant_id         uuid PRIMARY KEY REFERENCES tenant,
  is_active         boolean NOT NULL,
  returns           integer NOT NULL CHECK (returns BETWEEN 2 AND 20),
  within_seconds    integer NOT NULL CHECK (within_seconds BETWEEN 60 AND 86400),
  hold_down_seconds integer NOT NULL CHECK (hold_down_seconds BETWEEN 60 AND 86400),
  version           integer NOT NULL DEFAULT 1,
  updated_at        timestamptz NOT NULL DEFAULT now()
);
CALL secure_table('flapping_policy');
GRANT SELECT, INSERT, UPDATE ON flapping_policy TO imas_app;
