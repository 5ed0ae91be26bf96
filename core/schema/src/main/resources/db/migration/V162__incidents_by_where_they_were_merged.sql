-- The sources of an incident. Incidents are read and written meanwhile, so no lock is held. One that was left half made goes first.
DROP INDEX CONCURRENTLY IF EXISTS imas.incident_merged_into;
CREATE INDEX CONCURRENTLY incident_merged_into ON imas.incident (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
