-- From when until when customers were hit, as people say it (C60). Each change is a row of its own, the current one the last.
-- No figure is counted from it. A row dies with its incident.
CREATE TABLE incident_impact (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  version     integer NOT NULL,
  started_at  timestamptz,
  ended_at    timestamptz,
  set_by      text NOT NULL,
  set_by_id   uuid,                        -- empty: no user, but a program
  set_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, version),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  CHECK (started_at <= ended_at)
);
CALL secure_table('incident_impact');
GRANT SELECT, INSERT ON incident_impact TO imas_app;
