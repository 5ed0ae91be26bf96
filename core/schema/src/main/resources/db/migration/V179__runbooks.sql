-- Runbooks: what to do about an incident, step by step (INC-22, INC-23).
CREATE TABLE runbook (
  tenant_id       uuid NOT NULL REFERENCES tenant,
  id              uuid NOT NULL,
  name            text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  slug            text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 100),
  service_id      uuid,                        -- empty: for all services
  alert_pattern   text CHECK (length(alert_pattern) BETWEEN 1 AND 500),
  severity_filter smallint[] NOT NULL DEFAULT '{}',  -- empty: for all severities
  is_active       boolean NOT NULL DEFAULT true,
  author          text NOT NULL,               -- who wrote the current version
  author_id       uuid,                        -- empty: no user, but a program
  version         integer NOT NULL DEFAULT 1,  -- the current one of runbook_version
  usage_count     integer NOT NULL DEFAULT 0,
  last_used_at    timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT runbook_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
);
CREATE UNIQUE INDEX runbook_slug ON runbook (tenant_id, slug);
CREATE INDEX runbook_of_service ON runbook (tenant_id, service_id);
CALL secure_table('runbook');
CALL open_table_to('runbook', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON runbook TO imas_app;
GRANT SELECT ON runbook TO imas_worker_fn;

-- What a runbook said when somebody saved it. A version is never changed: incidents refer to the one that they got.
CREATE TABLE runbook_version (
  tenant_id  uuid NOT NULL,
  runbook_id uuid NOT NULL,
  version    integer NOT NULL,
  content    text NOT NULL,                    -- a JSON object
  author     text NOT NULL,
  author_id  uuid,
  made_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, runbook_id, version),
  FOREIGN KEY (tenant_id, runbook_id) REFERENCES runbook ON DELETE CASCADE
);
CALL secure_table('runbook_version');
GRANT SELECT, INSERT, DELETE ON runbook_version TO imas_app;
