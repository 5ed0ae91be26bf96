-- Everything of IMAS lives in the schema "imas", owned by imas_owner, which no process connects as.
-- Roles are made before the first migration (dev.imas.core.platform.DatabaseRoles):
--   imas_owner       owns schema and tables, runs migrations, NOLOGIN
--   imas_ingest_fn   owns the ingest functions, NOLOGIN; sees every tenant through policies made for it
--   imas_worker_fn   owns the claim functions of workers that span tenants, NOLOGIN
--   imas_ingest      the gateway's login: may execute the ingest functions and nothing else
--   imas_app         core's login: one tenant at a time, by row-level security
--   imas_notifier    the notifier's login: one tenant at a time, by row-level security

-- The tenant of the present transaction, set by SET LOCAL imas.tenant; NULL (no rows at all) when unset.
-- After a SET LOCAL the setting is '' and not NULL on a pooled connection, hence nullif.
CREATE FUNCTION current_tenant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('imas.tenant', true), '')::uuid;

-- Row-level security as every table has it: the application's logins see the transaction's tenant alone.
CREATE PROCEDURE secure_table(p_table regclass)
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
  EXECUTE format(
    'CREATE POLICY tenant_only ON %s TO imas_app, imas_notifier '
    'USING (tenant_id = (SELECT imas.current_tenant())) '
    'WITH CHECK (tenant_id = (SELECT imas.current_tenant()))', p_table);
END $$;

-- A policy for a function owner that must see every tenant on this table.
CREATE PROCEDURE open_table_to(p_table regclass, p_role name)
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY %I ON %s TO %I USING (true) WITH CHECK (true)', p_role || '_all', p_table, p_role);
END $$;

CREATE TABLE tenant (
  tenant_id  uuid PRIMARY KEY,
  name       text NOT NULL UNIQUE,
  settings   jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
CALL secure_table('tenant');

-- Where alerts come from. type ANY takes every sender format.
CREATE TABLE source (
  tenant_id          uuid NOT NULL REFERENCES tenant,
  id                 uuid NOT NULL,
  name               text NOT NULL,
  type               text NOT NULL CHECK (type IN ('ANY', 'ALERTMANAGER', 'PROMETHEUS', 'DATADOG', 'GRAFANA', 'CUSTOM')),
  is_active          boolean NOT NULL DEFAULT true,
  default_severity   smallint NOT NULL DEFAULT 3 CHECK (default_severity BETWEEN 1 AND 4),
  config             jsonb NOT NULL DEFAULT '{}',
  signing_secret_enc bytea,
  version            integer NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
-- Named by people, who do not think of case.
CREATE UNIQUE INDEX source_name ON source (tenant_id, lower(name));
CALL secure_table('source');

-- Only SHA-256 of a key is stored; keys are 256 random bits, so a fast hash is enough.
CREATE TABLE source_key (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  source_id  uuid NOT NULL,
  key_hash   bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
  hint       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX source_key_source ON source_key (tenant_id, source_id);
CALL secure_table('source_key');

-- Credentials of the JSON API; the same hashing as source keys.
CREATE TABLE api_token (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  id           uuid NOT NULL,
  name         text NOT NULL,
  token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  hint         text NOT NULL,
  scopes       text[] NOT NULL CHECK (scopes <@ ARRAY ['read', 'write', 'admin'] AND cardinality(scopes) > 0),
  created_by   text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CALL secure_table('api_token');
