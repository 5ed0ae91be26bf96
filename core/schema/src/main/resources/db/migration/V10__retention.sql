-- Rows that die one by one: alerts, deliveries and incidents past their retention (R__72_retention.sql).

-- What alerts that died had counted, so that the ledger's recount goes on balancing.
CREATE TABLE alert_closed (
  tenant_id    uuid PRIMARY KEY,
  alerts       bigint NOT NULL,
  deduplicated bigint NOT NULL,
  stale        bigint NOT NULL,
  suppressed   bigint NOT NULL
);
CALL secure_table('alert_closed');
CALL open_table_to('alert_closed', 'imas_worker_fn');
GRANT SELECT ON alert_closed TO imas_app;
GRANT SELECT, INSERT, UPDATE ON alert_closed TO imas_worker_fn;

-- How far the rows of a tenant have been looked at, by table. A pass reads those that were made before a moment, the oldest
-- first, and goes on where the last batch ended, in whichever process.
CREATE TABLE retention_pass (
  tenant_id   uuid NOT NULL,
  table_name  text NOT NULL,
  done_before timestamptz NOT NULL DEFAULT '-infinity', -- nothing that ended before then and may die is left
  before      timestamptz,                              -- of the pass under way; NULL: none is
  after_at    timestamptz NOT NULL DEFAULT '-infinity', -- its place: everything up to here was looked at
  after_id    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  PRIMARY KEY (tenant_id, table_name)
);
CALL secure_table('retention_pass');
CALL open_table_to('retention_pass', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON retention_pass TO imas_worker_fn;

GRANT DELETE ON alert_state TO imas_worker_fn;
GRANT UPDATE, DELETE ON alert_progress TO imas_worker_fn; -- UPDATE: to lock
GRANT UPDATE, DELETE ON incident TO imas_worker_fn;
GRANT DELETE ON incident_alert TO imas_worker_fn;
GRANT DELETE ON incident_growth TO imas_worker_fn;
GRANT DELETE ON delivery TO imas_worker_fn;
CALL open_table_to('timeline', 'imas_worker_fn');
GRANT SELECT, DELETE ON timeline TO imas_worker_fn;
CALL open_table_to('idempotency', 'imas_worker_fn');
GRANT SELECT ON idempotency TO imas_worker_fn;
-- Does a key still point at an incident?
CREATE INDEX idempotency_incident ON idempotency (tenant_id, incident_id);

-- The room of the dead is used again before the table grows: at a twentieth of dead rows, as alert_state has it.
ALTER TABLE alert_progress SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.1);
ALTER TABLE incident SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.1);
ALTER TABLE incident_alert SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.1);
ALTER TABLE delivery SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.1);
