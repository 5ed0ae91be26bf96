-- Who has which part in the work on an incident, besides its lead. Rows are ended and never deleted, so that it is known who had a
-- part when.
CREATE TABLE incident_role (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  incident_id uuid NOT NULL,
  role        text NOT NULL,             -- 'scribe', 'communications', 'operations'
  user_id     uuid NOT NULL,
  given_at    timestamptz NOT NULL,
  given_by    text NOT NULL,
  ended_at    timestamptz,
  ended_by    text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE UNIQUE INDEX incident_role_held ON incident_role (tenant_id, incident_id, role) WHERE ended_at IS NULL;
CREATE INDEX incident_role_of_incident ON incident_role (tenant_id, incident_id);
CREATE INDEX incident_role_of_user ON incident_role (tenant_id, user_id) WHERE ended_at IS NULL;
CALL secure_table('incident_role');
CALL open_table_to('incident_role', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON incident_role TO imas_app;
GRANT SELECT, DELETE ON incident_role TO imas_worker_fn;
