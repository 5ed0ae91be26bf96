-- Lookup tables: what rules set labels from. A version never changes, and is numbered over all tables of its tenant: a rule set
-- that names it always reads the same.
CREATE TABLE lookup_table_version (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  version    integer NOT NULL CHECK (version > 0),
  table_id   uuid NOT NULL,                              -- the table may be gone
  name       text NOT NULL CHECK (name <> '' AND length(name) <= 100),
  columns    text[] NOT NULL CHECK (cardinality(columns) >= 2), -- the key's first
  rows       jsonb NOT NULL,                             -- a list of lists of texts, in the order of the columns
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version)
);
CALL secure_table('lookup_table_version');
CALL open_table_to('lookup_table_version', 'imas_ingest_fn');
GRANT SELECT, INSERT ON lookup_table_version TO imas_app;
GRANT SELECT ON lookup_table_version TO imas_ingest_fn;

CREATE TABLE lookup_table (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  name        text NOT NULL CHECK (name <> '' AND length(name) <= 100),
  description text NOT NULL DEFAULT '',
  content     integer NOT NULL,                          -- its newest version
  version     integer NOT NULL DEFAULT 1,                -- of this row
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, content) REFERENCES lookup_table_version (tenant_id, version)
);
CREATE UNIQUE INDEX lookup_table_name ON lookup_table (tenant_id, lower(name));
CALL secure_table('lookup_table');
GRANT SELECT, INSERT, UPDATE, DELETE ON lookup_table TO imas_app;
