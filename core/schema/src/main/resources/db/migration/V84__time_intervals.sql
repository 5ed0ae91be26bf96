-- Named intervals of time in Alertmanager's shape (ADR 107): rules name them, and hide their alerts while one is in force, or
-- while none of others is.
-- intervals: JSON as text, as people write it. look_at: when core looks at it next, a day later at most; so what a new rule of
-- a time zone changes is noticed, too. changes_at: when it begins or ends, as it was found when core looked.
CREATE TABLE time_interval (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  name        text NOT NULL,
  description text NOT NULL,
  intervals   text NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  look_at     timestamptz NOT NULL,
  changes_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX time_interval_name ON time_interval (tenant_id, lower(name));
CREATE INDEX time_interval_look ON time_interval (look_at);
CALL secure_table('time_interval');
CALL open_table_to('time_interval', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON time_interval TO imas_app;
GRANT SELECT, UPDATE ON time_interval TO imas_worker_fn;
