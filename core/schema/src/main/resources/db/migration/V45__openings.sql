-- The labels of the alert that opened an incident, all of them and as they were then. By them policies are chosen and the
-- conditions of steps are asked, for as long as the incident lives. A row dies with its incident. Without one, a person
-- opened it, or its alert had no labels.
CREATE TABLE incident_opening (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  labels      text NOT NULL,                            -- as JSON
  PRIMARY KEY (tenant_id, incident_id)
);
CALL secure_table('incident_opening');
CALL open_table_to('incident_opening', 'imas_worker_fn');
GRANT SELECT, INSERT ON incident_opening TO imas_app;
GRANT SELECT, DELETE ON incident_opening TO imas_worker_fn;

-- Of incidents that are there already: as their first message has them, else those of the alert that joined first.
INSERT INTO incident_opening (tenant_id, incident_id, labels)
SELECT o.tenant_id, o.id, o.labels
  FROM (SELECT i.tenant_id, i.id,
               coalesce((SELECT d.payload #>> '{incident,alert,labels}' FROM delivery d
                          WHERE d.tenant_id = i.tenant_id AND d.incident_id = i.id
                          ORDER BY d.event_seq LIMIT 1),
                        (SELECT a.labels FROM incident_alert m
                           JOIN alert_state a ON a.tenant_id = m.tenant_id AND a.fingerprint = m.fingerprint
                          WHERE m.tenant_id = i.tenant_id AND m.incident_id = i.id
                          ORDER BY m.attached_at, a.created_at LIMIT 1)) AS labels
          FROM incident i
         WHERE i.origin = 'alert') AS o
 WHERE o.labels <> '{}';
