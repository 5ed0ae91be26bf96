-- The gate asks whether a commit was deployed before.
DROP INDEX CONCURRENTLY IF EXISTS imas.deployment_sha;
CREATE INDEX CONCURRENTLY deployment_sha ON imas.deployment (tenant_id, sha, happened_at) WHERE sha <> '';
