-- When people were last reminded of an incident that nobody acknowledges. A row dies with its incident.
CREATE TABLE incident_reminder (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  reminded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
);
CALL secure_table('incident_reminder');
CALL open_table_to('incident_reminder', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON incident_reminder TO imas_app;
GRANT SELECT, DELETE ON incident_reminder TO imas_worker_fn;
