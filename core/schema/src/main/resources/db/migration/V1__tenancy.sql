-- Everything of IMAS lives in the schema "imas", owned by imas_owner, which no process connects as.
-- Roles are made before the first migration (dev.imas.core.schema.Migrations):
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

-- As whom a function runs, and who may call it: said beside each function, and nobody else may, whatever was granted before.
-- runs_as: for SECURITY DEFINER, the role whose rights it has; without it, the owner of the schema. A name has one function.
CREATE PROCEDURE secure_function(p_function text, runs_as name DEFAULT 'imas_owner', callers name[] DEFAULT '{}')
  LANGUAGE plpgsql AS $$
DECLARE
  v_function CONSTANT regprocedure := ('imas.' || quote_ident(p_function))::regproc;
  v_granted  name;
BEGIN
  IF (SELECT p.proowner::regrole FROM pg_proc p WHERE p.oid = v_function) <> runs_as::regrole THEN
    -- Who is to own it must be able to make it: for the moment of the change only.
    EXECUTE format('GRANT CREATE ON SCHEMA imas TO %I', runs_as);
    EXECUTE format('ALTER ROUTINE %s OWNER TO %I', v_function, runs_as);
    EXECUTE format('REVOKE CREATE ON SCHEMA imas FROM %I', runs_as);
  END IF;
  EXECUTE format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', v_function);
  FOR v_granted IN
    SELECT x.grantee::regrole FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) AS x
     WHERE p.oid = v_function AND x.grantee <> p.proowner
  LOOP
    EXECUTE format('REVOKE ALL ON ROUTINE %s FROM %I', v_function, v_granted);
  END LOOP;
  FOREACH v_granted IN ARRAY callers LOOP
    EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO %I', v_function, v_granted);
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA imas FROM PUBLIC;
GRANT USAGE ON SCHEMA imas TO imas_ingest, imas_app, imas_notifier, imas_ingest_fn, imas_worker_fn;
REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA imas FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_tenant() TO imas_app, imas_notifier, imas_ingest, imas_ingest_fn, imas_worker_fn;

-- weight: a tenant's share of the gateway among those who are there. Not a column that core's login may write: a token
-- belongs to one tenant, and nobody is to enlarge their own share.
CREATE TABLE tenant (
  tenant_id     uuid PRIMARY KEY,
  name          text NOT NULL UNIQUE,
  settings      jsonb NOT NULL DEFAULT '{}',
  created_at    timestamptz NOT NULL DEFAULT now(),
  weight        integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 1000),
  weight_set_by text,
  weight_set_at timestamptz
);
CALL secure_table('tenant');
CALL open_table_to('tenant', 'imas_ingest_fn');
CALL open_table_to('tenant', 'imas_worker_fn');
GRANT SELECT, INSERT (tenant_id, name, settings), UPDATE (name, settings) ON tenant TO imas_app;
GRANT SELECT (tenant_id, weight) ON tenant TO imas_ingest_fn;
GRANT SELECT, UPDATE (weight, weight_set_by, weight_set_at) ON tenant TO imas_worker_fn;

-- Where alerts come from. type: of the senders that the gateway knows; ANY takes every format.
CREATE TABLE source (
  tenant_id          uuid NOT NULL REFERENCES tenant,
  id                 uuid NOT NULL,
  name               text NOT NULL,
  type               text NOT NULL CHECK (type ~ '^[A-Z][A-Z0-9_]{0,39}$'),
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
CALL open_table_to('source', 'imas_ingest_fn');
CALL open_table_to('source', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON source TO imas_app;
GRANT SELECT ON source TO imas_ingest_fn, imas_worker_fn;

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
CALL open_table_to('source_key', 'imas_ingest_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON source_key TO imas_app;
GRANT SELECT ON source_key TO imas_ingest_fn;

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
CALL open_table_to('api_token', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON api_token TO imas_app;
GRANT SELECT ON api_token TO imas_worker_fn;
