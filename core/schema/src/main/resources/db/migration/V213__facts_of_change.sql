-- Facts of change: what was deployed where, and which commits were pushed. Gateways store them in the transaction of the post
-- that told them, beside its alerts and events; the ledger does not count them. All texts are bounded by the gateway and the API.

-- A deployment as its transitions say together: record_deployments writes it anew from them, so their order does not matter.
-- source_id is the nil UUID for what was reported through the API. state and tier: by number in dev.imas.core.model,
-- DeploymentState and EnvironmentTier.
CREATE TABLE deployment (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  source_id     uuid NOT NULL,
  key           text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  dialect       text NOT NULL,                         -- of who told it: a forge, where a forge did
  state         smallint NOT NULL CHECK (state BETWEEN 1 AND 6),
  state_at      timestamptz,                           -- by the sender, NULL where it does not say
  environment   text NOT NULL DEFAULT '',
  tier          smallint CHECK (tier BETWEEN 1 AND 5), -- as the sender said it; the tenant's environments come first
  repository    text NOT NULL DEFAULT '',
  repository_id text NOT NULL DEFAULT '',
  sha           text NOT NULL DEFAULT '',
  previous_sha  text NOT NULL DEFAULT '',
  ref           text NOT NULL DEFAULT '',
  actor         text NOT NULL DEFAULT '',
  url           text NOT NULL DEFAULT '',
  labels        text NOT NULL DEFAULT '{}',
  started_at    timestamptz,
  finished_at   timestamptz,
  transitions   integer NOT NULL DEFAULT 0,
  known_at      timestamptz NOT NULL,                  -- when it was first told
  changed_at    timestamptz NOT NULL,                  -- when it was last told anything
  happened_at   timestamptz NOT NULL,                  -- its end, else its last state, else its start, else when it was told
  PRIMARY KEY (tenant_id, source_id, key),
  UNIQUE (tenant_id, id)
);
CREATE INDEX deployment_happened ON deployment (tenant_id, happened_at, id);
CREATE INDEX deployment_repository ON deployment (tenant_id, lower(repository), happened_at);
CREATE INDEX deployment_changed ON deployment (changed_at);

-- What was told of a deployment, each thing once: digest is over all that was told.
CREATE TABLE deployment_transition (
  tenant_id     uuid NOT NULL,
  deployment_id uuid NOT NULL,
  digest        bytea NOT NULL,
  state         smallint NOT NULL CHECK (state BETWEEN 1 AND 6),
  at            timestamptz,
  known_at      timestamptz NOT NULL,
  receipt       uuid,                                  -- of the post; NULL for the API
  environment   text NOT NULL,
  tier          smallint,
  repository    text NOT NULL,
  repository_id text NOT NULL,
  sha           text NOT NULL,
  previous_sha  text NOT NULL,
  ref           text NOT NULL,
  actor         text NOT NULL,
  url           text NOT NULL,
  labels        text NOT NULL,
  started_at    timestamptz,
  finished_at   timestamptz,
  PRIMARY KEY (tenant_id, deployment_id, digest),
  FOREIGN KEY (tenant_id, deployment_id) REFERENCES deployment (tenant_id, id) ON DELETE CASCADE
);

-- A push with its commits: the four arrays are one list of at most 2,048. author is a hash; total may be more than are listed.
CREATE TABLE push (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  source_id     uuid NOT NULL,
  key           text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  dialect       text NOT NULL,
  receipt       uuid NOT NULL,
  repository    text NOT NULL,
  repository_id text NOT NULL,
  ref           text NOT NULL,
  before        text NOT NULL,
  after         text NOT NULL,
  actor         text NOT NULL,
  url           text NOT NULL,
  labels        text NOT NULL,
  pushed_at     timestamptz,                           -- by the sender, NULL where it does not say
  known_at      timestamptz NOT NULL,
  happened_at   timestamptz NOT NULL,
  total         integer NOT NULL CHECK (total >= 0),
  sha           text[] NOT NULL CHECK (cardinality(sha) <= 2048),
  committed_at  timestamptz[] NOT NULL,
  author        text[] NOT NULL,
  title         text[] NOT NULL,
  PRIMARY KEY (tenant_id, source_id, key),
  UNIQUE (tenant_id, id),
  CHECK (cardinality(sha) = cardinality(committed_at) AND cardinality(sha) = cardinality(author)
         AND cardinality(sha) = cardinality(title))
);
CREATE INDEX push_happened ON push (tenant_id, happened_at, id);
CREATE INDEX push_known ON push (known_at);

-- Ids by which senders name their posts, for seven days. Only of posts that would do harm a second time.
CREATE TABLE received_delivery (
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  id        text NOT NULL CHECK (length(id) <= 200),
  at        timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, source_id, id)
);
CREATE INDEX received_delivery_at ON received_delivery (at);

-- Where a tenant deploys to. Names of environments are free; patterns (with *) make one environment of many names.
CREATE TABLE environment (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  tier       smallint NOT NULL CHECK (tier BETWEEN 1 AND 5),
  patterns   text[] NOT NULL DEFAULT '{}' CHECK (cardinality(patterns) <= 20),
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX environment_name ON environment (tenant_id, lower(name));

-- Repositories and the services that are made of them. The forge's id is the key where it is known: names change.
CREATE TABLE repository (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  forge          text NOT NULL CHECK (forge IN ('github', 'gitlab', 'other')),
  full_name      text NOT NULL CHECK (length(full_name) BETWEEN 1 AND 200),
  forge_id       text NOT NULL DEFAULT '' CHECK (length(forge_id) <= 200),
  default_branch text NOT NULL DEFAULT '' CHECK (length(default_branch) <= 200),
  service_id     uuid,
  path_prefixes  text[] NOT NULL DEFAULT '{}' CHECK (cardinality(path_prefixes) <= 50),
  commit_link    text NOT NULL DEFAULT '' CHECK (length(commit_link) <= 500),
  version        integer NOT NULL DEFAULT 1,
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id) ON DELETE SET NULL (service_id)
);
CREATE UNIQUE INDEX repository_name ON repository (tenant_id, lower(full_name));
CREATE UNIQUE INDEX repository_forge_id ON repository (tenant_id, forge, forge_id) WHERE forge_id <> '';
CREATE INDEX repository_service ON repository (tenant_id, service_id) WHERE service_id IS NOT NULL;

-- Every tenant begins with three.
INSERT INTO environment (tenant_id, id, name, tier, patterns)
SELECT t.tenant_id, uuidv7(), s.name, s.tier, s.patterns
  FROM tenant t
 CROSS JOIN (VALUES ('dev', 4, '{dev*}'::text[]), ('staging', 2, '{staging*,preprod*}'), ('prod', 1, '{prod*}')) AS s(name, tier, patterns);

CALL secure_table('deployment');
CALL secure_table('deployment_transition');
CALL secure_table('push');
CALL secure_table('received_delivery');
CALL secure_table('environment');
CALL secure_table('repository');
CALL open_table_to('deployment', 'imas_ingest_fn');
CALL open_table_to('deployment', 'imas_worker_fn');
CALL open_table_to('deployment_transition', 'imas_ingest_fn');
CALL open_table_to('deployment_transition', 'imas_worker_fn');
CALL open_table_to('push', 'imas_ingest_fn');
CALL open_table_to('push', 'imas_worker_fn');
CALL open_table_to('received_delivery', 'imas_ingest_fn');
CALL open_table_to('received_delivery', 'imas_worker_fn');
CALL open_table_to('environment', 'imas_worker_fn');
CALL open_table_to('repository', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON deployment TO imas_app, imas_ingest_fn;
GRANT SELECT, INSERT ON deployment_transition TO imas_app, imas_ingest_fn;
GRANT SELECT ON push TO imas_app;
GRANT SELECT, INSERT ON push TO imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE ON received_delivery TO imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE, DELETE ON environment, repository TO imas_app;
GRANT SELECT, UPDATE, DELETE ON deployment, deployment_transition, push TO imas_worker_fn;
GRANT SELECT, DELETE ON received_delivery TO imas_worker_fn;
GRANT SELECT, INSERT, UPDATE ON environment, repository TO imas_worker_fn;
