-- The incidents of tests, few among many. Incidents are read and written meanwhile, so no lock is held. One that was left half
-- made goes first.
DROP INDEX CONCURRENTLY IF EXISTS imas.incident_test;
CREATE INDEX CONCURRENTLY incident_test ON imas.incident (tenant_id, created_at, id)
  WHERE coalesce(starts_with(group_key, 'test:'), false);
