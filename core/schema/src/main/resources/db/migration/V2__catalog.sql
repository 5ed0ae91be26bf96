CREATE TABLE team (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  name        text NOT NULL,
  description text NOT NULL DEFAULT '',
  email       text,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX team_name ON team (tenant_id, lower(name));
CALL secure_table('team');
CALL open_table_to('team', 'imas_ingest_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON team TO imas_app;
GRANT SELECT ON team TO imas_ingest_fn;

-- How a team is reached. A contact is told of incidents at least as severe as min_severity (1 most severe).
-- The secret (webhook signing key) is AES-256-GCM ciphertext.
CREATE TABLE team_contact (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  team_id      uuid NOT NULL,
  name         text NOT NULL,
  channel      text NOT NULL CHECK (channel ~ '^[a-z][a-z0-9_]{0,39}$'),
  address      text NOT NULL,
  secret_enc   bytea,
  min_severity smallint NOT NULL DEFAULT 4 CHECK (min_severity BETWEEN 1 AND 4),
  is_active    boolean NOT NULL DEFAULT true,
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX team_contact_team ON team_contact (tenant_id, team_id);
CALL secure_table('team_contact');
CALL open_table_to('team_contact', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON team_contact TO imas_app;
GRANT SELECT ON team_contact TO imas_notifier, imas_worker_fn;

-- What can break. One service per tenant is the triage service, which takes what no other does (ING-25).
CREATE TABLE service (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  name           text NOT NULL,
  aliases        text[] NOT NULL DEFAULT '{}',
  description    text NOT NULL DEFAULT '',
  owner_team_id  uuid NOT NULL,
  tier           text NOT NULL DEFAULT 'TIER_3' CHECK (tier IN ('TIER_1_CRITICAL', 'TIER_2', 'TIER_3')),
  runbook_url    text,
  repository_url text,
  monitoring_url text,
  is_active      boolean NOT NULL DEFAULT true,
  is_triage      boolean NOT NULL DEFAULT false,
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_team_id) REFERENCES team (tenant_id, id)
);
CREATE UNIQUE INDEX service_name ON service (tenant_id, lower(name));
CREATE UNIQUE INDEX service_triage ON service (tenant_id) WHERE is_triage;
CREATE INDEX service_owner ON service (tenant_id, owner_team_id);
CALL secure_table('service');
CALL open_table_to('service', 'imas_ingest_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON service TO imas_app;
GRANT SELECT ON service TO imas_ingest_fn;

-- Rule sets are immutable once written; a change is a new version. The shape of rules: dev.imas.core.rule.RuleDefinition.
CREATE TABLE rule_set (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  version    integer NOT NULL CHECK (version > 0),
  comment    text NOT NULL DEFAULT '',
  rules      jsonb NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, version)
);
CALL secure_table('rule_set');
CALL open_table_to('rule_set', 'imas_ingest_fn');
GRANT SELECT, INSERT ON rule_set TO imas_app;
GRANT SELECT ON rule_set TO imas_ingest_fn;

-- Which version is live. Version 0 (no row) means no rules: labels find the service.
CREATE TABLE rule_set_activation (
  tenant_id    uuid PRIMARY KEY REFERENCES tenant,
  version      integer NOT NULL,
  activated_by text NOT NULL,
  activated_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (tenant_id, version) REFERENCES rule_set (tenant_id, version)
);
CALL secure_table('rule_set_activation');
CALL open_table_to('rule_set_activation', 'imas_ingest_fn');
GRANT SELECT, INSERT, UPDATE ON rule_set_activation TO imas_app;
GRANT SELECT ON rule_set_activation TO imas_ingest_fn;

-- One number per tenant that moves whenever something changes that the gateway holds in memory: sources, keys,
-- services, the active rule set. Gateways listen on channel imas_routing and compare the numbers every second besides,
-- since a notification sent while nobody listens is gone.
CREATE TABLE routing_generation (
  tenant_id  uuid PRIMARY KEY REFERENCES tenant,
  generation bigint NOT NULL DEFAULT 1
);
CALL secure_table('routing_generation');
CALL open_table_to('routing_generation', 'imas_ingest_fn');
CALL open_table_to('routing_generation', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON routing_generation TO imas_app, imas_worker_fn;
GRANT SELECT ON routing_generation TO imas_ingest_fn;
