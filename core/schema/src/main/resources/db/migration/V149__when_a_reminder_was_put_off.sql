-- The clock by which a reminder waits. Ahead of now: that clock was set back since.
ALTER TABLE incident_reminder ADD COLUMN scheduled_at timestamptz NOT NULL DEFAULT now(); -- when due_at was set
CREATE INDEX incident_reminder_scheduled ON incident_reminder (scheduled_at);
GRANT UPDATE (due_at, scheduled_at) ON incident_reminder TO imas_worker_fn;
-- Of what was put off before this version, the other times tell whether that clock was set back. Such a reminder is due.
UPDATE incident_reminder r SET due_at = now()
 WHERE r.due_at > now()
   AND greatest(r.reminded_at, (SELECT i.updated_at FROM incident i WHERE i.tenant_id = r.tenant_id AND i.id = r.incident_id))
       > now() + interval '1 minute';
