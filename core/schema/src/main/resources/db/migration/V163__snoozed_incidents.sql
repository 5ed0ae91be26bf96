-- Until when an acknowledgement holds that a person gave an end. It goes with the acknowledgement.
CREATE TABLE incident_snooze (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  until       timestamptz NOT NULL,
  author      text NOT NULL,
  PRIMARY KEY (tenant_id, incident_id)
);
CALL secure_table('incident_snooze');
CALL open_table_to('incident_snooze', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_snooze TO imas_app;
GRANT SELECT, DELETE ON incident_snooze TO imas_worker_fn;
