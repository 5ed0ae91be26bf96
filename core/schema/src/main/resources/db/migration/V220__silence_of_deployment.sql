-- The silence of a deployment window. Silences are read and written meanwhile, so no lock is held. One that was left half made goes
-- first.
DROP INDEX CONCURRENTLY IF EXISTS imas.silence_deployment_window;
CREATE UNIQUE INDEX CONCURRENTLY silence_deployment_window ON imas.silence (tenant_id, deployment_window_id)
  WHERE deployment_window_id IS NOT NULL;
