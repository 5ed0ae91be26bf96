-- Timers go with what they are about (R__72_retention.sql).
GRANT DELETE ON timer TO imas_worker_fn;
