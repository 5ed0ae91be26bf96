-- Open incidents are listed by severity, the worst first. Incidents are read and written meanwhile, so no lock is held. One that
-- was left half made goes first.
DROP INDEX CONCURRENTLY IF EXISTS imas.incident_open_by_severity;
CREATE INDEX CONCURRENTLY incident_open_by_severity ON imas.incident (tenant_id, severity, created_at DESC, id DESC)
  WHERE status <> 'RESOLVED';
