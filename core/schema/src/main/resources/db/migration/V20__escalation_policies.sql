-- Escalation policies (dev.imas.core.escalation). A change is a new version; whoever runs a version keeps it. Who goes is marked.
-- The columns of a policy are those of its newest version by which it is chosen; the definition of a version is whole.
CREATE TABLE escalation_policy (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  team_id     uuid,                                    -- whose incidents it is for; NULL: the tenant's
  name        text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  description text NOT NULL DEFAULT '',
  severities  smallint[] NOT NULL DEFAULT '{}',        -- for which it is chosen; empty: any
  is_default  boolean NOT NULL DEFAULT false,
  is_active   boolean NOT NULL DEFAULT true,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  deleted_at  timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id)
);
CREATE UNIQUE INDEX escalation_policy_name ON escalation_policy (tenant_id, lower(name)) WHERE deleted_at IS NULL;
CREATE INDEX escalation_policy_team ON escalation_policy (tenant_id, team_id);
CALL secure_table('escalation_policy');
GRANT SELECT, INSERT, UPDATE ON escalation_policy TO imas_app;

-- The shape of a definition: dev.imas.core.policy.Definition. People, teams, schedules and contacts are ids.
CREATE TABLE escalation_policy_version (
  tenant_id  uuid NOT NULL,
  policy_id  uuid NOT NULL,
  version    integer NOT NULL,
  definition jsonb NOT NULL,
  made_at    timestamptz NOT NULL,
  made_by    text NOT NULL,
  PRIMARY KEY (tenant_id, policy_id, version),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy (tenant_id, id)
);
CALL secure_table('escalation_policy_version');
GRANT SELECT, INSERT ON escalation_policy_version TO imas_app;

-- What the version of now names, so that it cannot go unnoticed.
CREATE TABLE escalation_policy_reference (
  tenant_id  uuid NOT NULL,
  policy_id  uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('user', 'team', 'schedule', 'contact')),
  subject_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, policy_id, kind, subject_id),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy (tenant_id, id)
);
CREATE INDEX escalation_policy_reference_subject ON escalation_policy_reference (tenant_id, kind, subject_id);
CALL secure_table('escalation_policy_reference');
GRANT SELECT, INSERT, DELETE ON escalation_policy_reference TO imas_app;

-- The service's own policy, before those of its team and of the tenant.
ALTER TABLE service ADD COLUMN escalation_policy_id uuid;
ALTER TABLE service ADD FOREIGN KEY (tenant_id, escalation_policy_id) REFERENCES escalation_policy (tenant_id, id);
CREATE INDEX service_escalation_policy ON service (tenant_id, escalation_policy_id) WHERE escalation_policy_id IS NOT NULL;

-- Mail addresses of steps that belong to nobody here, so that a delivery to one has a receiver.
CREATE TABLE escalation_address (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  id         uuid NOT NULL,
  address    text NOT NULL CHECK (length(address) BETWEEN 3 AND 320),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX escalation_address_address ON escalation_address (tenant_id, lower(address));
CALL secure_table('escalation_address');
CALL open_table_to('escalation_address', 'imas_worker_fn');
GRANT SELECT, INSERT ON escalation_address TO imas_app;
GRANT SELECT ON escalation_address TO imas_notifier, imas_worker_fn;

-- Whose turn it was last, where one of a schedule's people after the other is told. Locked after every other row.
CREATE TABLE escalation_turn (
  tenant_id   uuid NOT NULL,
  schedule_id uuid NOT NULL,
  last_id     uuid NOT NULL,                           -- a user; perhaps one who no longer takes turns
  PRIMARY KEY (tenant_id, schedule_id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id)
);
CALL secure_table('escalation_turn');
GRANT SELECT, INSERT, UPDATE ON escalation_turn TO imas_app;
