-- What was resolved in a day, for summaries. Nothing is entered when an incident opens.
CREATE INDEX incident_resolved ON incident (tenant_id, resolved_at) WHERE status = 'RESOLVED';
