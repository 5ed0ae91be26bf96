-- Whoever is told last is taken from there by name, and not because a team or a channel is deleted. An apply may delete a channel
-- and name another in one transaction, so the check can be put off until its end.
ALTER TABLE fallback_contact DROP CONSTRAINT fallback_contact_tenant_id_contact_id_fkey;
ALTER TABLE fallback_contact ADD CONSTRAINT fallback_contact_tenant_id_contact_id_fkey
  FOREIGN KEY (tenant_id, contact_id) REFERENCES team_contact (tenant_id, id) DEFERRABLE;

-- When to look next whether people are reminded of an incident. An incident that is TRIGGERED has a row until reminders of it
-- have ended. A row dies with its incident, and without a foreign key: the incident is written in the same transaction.
ALTER TABLE incident_reminder DROP CONSTRAINT incident_reminder_tenant_id_incident_id_fkey;
ALTER TABLE incident_reminder ALTER COLUMN reminded_at DROP NOT NULL;
ALTER TABLE incident_reminder ADD COLUMN due_at timestamptz NOT NULL DEFAULT now();
INSERT INTO incident_reminder (tenant_id, incident_id)
SELECT i.tenant_id, i.id FROM incident i WHERE i.status = 'TRIGGERED'
ON CONFLICT DO NOTHING;
CREATE INDEX incident_reminder_due ON incident_reminder (tenant_id, due_at);
GRANT DELETE ON incident_reminder TO imas_app;
