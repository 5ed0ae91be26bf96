-- Durable timers. Those of the platform itself belong to the nil tenant. Due times are the database's clock.
CREATE TABLE timer (
  tenant_id    uuid NOT NULL,
  name         text NOT NULL,
  due_at       timestamptz NOT NULL,
  period       interval,                               -- NULL: runs once
  lease_until  timestamptz,
  attempts     integer NOT NULL DEFAULT 0,
  payload      jsonb NOT NULL DEFAULT '{}',
  last_started_at  timestamptz,
  last_finished_at timestamptz,
  last_outcome text,
  PRIMARY KEY (tenant_id, name)
);
CREATE INDEX timer_due ON timer (due_at);
CALL secure_table('timer');
CALL open_table_to('timer', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON timer TO imas_app;
GRANT SELECT, UPDATE, DELETE ON timer TO imas_worker_fn;
