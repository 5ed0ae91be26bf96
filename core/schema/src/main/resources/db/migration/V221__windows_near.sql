-- Windows that may follow their deployments, by time. One that was left half made goes first.
DROP INDEX CONCURRENTLY IF EXISTS imas.deployment_window_near;
CREATE INDEX CONCURRENTLY deployment_window_near ON imas.deployment_window (starts_on) WHERE status <= 2;
