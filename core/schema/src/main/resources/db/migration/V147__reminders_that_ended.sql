-- A SEV1 or SEV2 is reminded of for as long as nobody takes it. Earlier versions stopped after a day and deleted its row, so
-- those that burn now get theirs back: in an hour, when no core of such a version runs any more that would delete it again.
INSERT INTO incident_reminder (tenant_id, incident_id, due_at)
SELECT i.tenant_id, i.id, now() + interval '1 hour' FROM incident i WHERE i.status = 'TRIGGERED' AND i.severity <= 2
ON CONFLICT DO NOTHING;
