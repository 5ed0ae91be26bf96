-- The chain of the audit (docs/adr/0143). An entry is never changed by it: what waits for its seal, and the seals, are beside it.

-- The entries that wait for their seal, each written in the transaction of its entry. Writers only insert, so that none waits for
-- another, and the sealer takes what is committed.
CREATE TABLE audit_unsealed (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,                       -- of the entry
  at        timestamptz NOT NULL DEFAULT now(),
  is_late   boolean NOT NULL DEFAULT false,      -- whether the entry is older than the chain
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE INDEX audit_unsealed_age ON audit_unsealed (at, tenant_id) WHERE NOT is_late;
CALL secure_table('audit_unsealed');
CALL open_table_to('audit_unsealed', 'imas_worker_fn');
GRANT SELECT, INSERT (tenant_id, id) ON audit_unsealed TO imas_app;
GRANT SELECT, INSERT, DELETE ON audit_unsealed TO imas_worker_fn;

-- What has to read the entries of all tenants, such as the next migration. It may change none.
CALL open_table_to('audit_entry', 'imas_worker_fn');
GRANT SELECT ON audit_entry TO imas_worker_fn;

-- The seals of a tenant, numbered from 1 without gaps, in the order of sealing. That is not the order of ids, since an entry with
-- an earlier id may be committed later. What leaf and link are computed of is in dev.imas.core.chain.
CREATE TABLE audit_seal (
  tenant_id uuid NOT NULL,
  number    bigint NOT NULL CHECK (number > 0),
  entry_id  uuid NOT NULL,
  leaf      bytea NOT NULL CHECK (octet_length(leaf) = 32),    -- the hash of the entry, as it is stored
  link      bytea NOT NULL CHECK (octet_length(link) = 32),    -- the hash of this seal and the link before it
  sealed_at timestamptz NOT NULL,
  is_late   boolean NOT NULL,
  PRIMARY KEY (tenant_id, number)
);
CREATE UNIQUE INDEX audit_seal_entry ON audit_seal (tenant_id, entry_id);
CALL secure_table('audit_seal');
CALL open_table_to('audit_seal', 'imas_worker_fn');
GRANT SELECT ON audit_seal TO imas_app;
GRANT SELECT, INSERT ON audit_seal TO imas_worker_fn;

-- What was signed of the chain from time to time. The copies that count are elsewhere; this is what people are shown.
CREATE TABLE audit_checkpoint (
  tenant_id uuid NOT NULL,
  number    bigint NOT NULL,                     -- of the last seal that it covers
  at        timestamptz NOT NULL,
  note      text NOT NULL,                       -- a signed note of C2SP
  sent_to   text[] NOT NULL,                     -- where it was put outside of the database: 'file', 'log'
  PRIMARY KEY (tenant_id, number)
);
CALL secure_table('audit_checkpoint');
CALL open_table_to('audit_checkpoint', 'imas_worker_fn');
GRANT SELECT, INSERT ON audit_checkpoint TO imas_app;
GRANT SELECT ON audit_checkpoint TO imas_worker_fn;

-- A chain that is sealed no further, since it is not the one that the sealer knows. Removed when it is sealed again.
CREATE TABLE audit_refusal (
  tenant_id uuid PRIMARY KEY,
  number    bigint NOT NULL,                     -- of the seal that is missing or another
  reason    text NOT NULL CHECK (reason IN ('shorter', 'other')),
  since     timestamptz NOT NULL
);
CALL secure_table('audit_refusal');
GRANT SELECT, INSERT, DELETE ON audit_refusal TO imas_app;
