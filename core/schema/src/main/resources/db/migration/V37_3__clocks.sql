-- Processes whose clock differs from the database's by more than 30 seconds, as long as they report it. Of the platform itself,
-- so of the nil tenant; reached through functions only.
CREATE TABLE process_clock (
  tenant_id   uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  process     uuid NOT NULL,
  role        text NOT NULL,                           -- such as core
  ahead       double precision NOT NULL,               -- seconds; below zero: it is behind
  reported_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, process, role)
);
CALL secure_table('process_clock');
CALL open_table_to('process_clock', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON process_clock TO imas_worker_fn;
