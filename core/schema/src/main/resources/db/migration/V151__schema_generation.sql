-- Which schema this is, so that an older IMAS does not write its own over it. One row, of the platform itself, so of the nil
-- tenant; reached through functions only.
CREATE TABLE schema_generation (
  tenant_id   uuid PRIMARY KEY DEFAULT '00000000-0000-0000-0000-000000000000',
  generation  integer NOT NULL,
  reads_from  integer NOT NULL,                        -- the oldest generation whose IMAS may use this schema
  migrated_at timestamptz NOT NULL DEFAULT now()
);
CALL secure_table('schema_generation');
CALL open_table_to('schema_generation', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON schema_generation TO imas_worker_fn;
