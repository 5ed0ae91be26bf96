-- What is planned, freezes of deployments, and the answers of the gate.

-- What is planned, of every type: 1 meeting, 2 deployment window, 3 maintenance window, 4 freeze, 5 git action. When it takes
-- place is written as in maintenance_window: starts are wall clock times of the zone.
CREATE TABLE calendar_event (
  tenant_id        uuid NOT NULL,
  id               uuid NOT NULL,
  type             smallint NOT NULL CHECK (type BETWEEN 1 AND 5),
  title            text NOT NULL CHECK (length(title) BETWEEN 1 AND 255),
  description      text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  starts_at        timestamp NOT NULL,
  time_zone        text NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 60),
  duration_seconds integer NOT NULL CHECK (duration_seconds > 0),
  ends_by_clock    boolean NOT NULL,
  recurrence       text CHECK (length(recurrence) BETWEEN 1 AND 500),   -- RRULE; NULL: once
  except_at        timestamp[] NOT NULL DEFAULT '{}' CHECK (cardinality(except_at) <= 500),
  is_active        boolean NOT NULL DEFAULT true,
  author           text NOT NULL,                                      -- who was authenticated at its last change
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX calendar_event_freeze ON calendar_event (tenant_id, lower(title)) WHERE type = 4;

-- Which deployments a freeze forbids: those to one of these tiers or environments, of one of these services or of a service of
-- these teams. What is_limited says stays when the last service is deleted: otherwise the freeze would become one of all services.
-- tiers: by number in dev.imas.core.model.EnvironmentTier.
CREATE TABLE calendar_freeze (
  tenant_id   uuid NOT NULL,
  event_id    uuid NOT NULL,
  observes    boolean NOT NULL,                                        -- it is recorded what it would stop, and nothing is stopped
  emergencies boolean NOT NULL,                                        -- whoever names an open SEV1 or SEV2 may deploy
  tiers       smallint[] NOT NULL CHECK (cardinality(tiers) <= 5),
  is_limited  boolean NOT NULL,
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_event (tenant_id, id) ON DELETE CASCADE
);

-- The services, teams and environments of a freeze, and the services and repositories that it does not concern.
CREATE TABLE freeze_scope (
  tenant_id      uuid NOT NULL,
  event_id       uuid NOT NULL,
  is_exception   boolean NOT NULL,
  service_id     uuid,
  team_id        uuid,
  environment_id uuid,
  repository_id  uuid,
  CHECK (num_nonnulls(service_id, team_id, environment_id, repository_id) = 1),
  UNIQUE NULLS NOT DISTINCT (tenant_id, event_id, is_exception, service_id, team_id, environment_id, repository_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_freeze (tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, environment_id) REFERENCES environment (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, repository_id) REFERENCES repository (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX freeze_scope_service ON freeze_scope (tenant_id, service_id) WHERE service_id IS NOT NULL;
CREATE INDEX freeze_scope_team ON freeze_scope (tenant_id, team_id) WHERE team_id IS NOT NULL;
CREATE INDEX freeze_scope_environment ON freeze_scope (tenant_id, environment_id) WHERE environment_id IS NOT NULL;
CREATE INDEX freeze_scope_repository ON freeze_scope (tenant_id, repository_id) WHERE repository_id IS NOT NULL;

-- What blocks a production deployment beside freezes and an open SEV1, which always do.
CREATE TABLE gate_policy (
  tenant_id             uuid PRIMARY KEY,
  blocks_open_sev2      boolean NOT NULL,
  blocks_in_progress    boolean NOT NULL,
  blocks_nobody_on_call boolean NOT NULL,
  version               integer NOT NULL
);

-- An answer of the gate, with all that it was computed from. decision: 1 allow, 2 deny, 3 wait. service_name and world are as they
-- were then. run is the id by which a pipeline asks again.
CREATE TABLE gate_decision (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  at              timestamptz NOT NULL,
  decision        smallint NOT NULL CHECK (decision BETWEEN 1 AND 3),
  service_id      uuid NOT NULL,
  service_name    text NOT NULL,
  environment     text NOT NULL CHECK (length(environment) BETWEEN 1 AND 200),
  tier            smallint NOT NULL CHECK (tier BETWEEN 1 AND 5),
  sha             text NOT NULL CHECK (length(sha) <= 64),
  ref             text NOT NULL CHECK (length(ref) <= 200),
  run             text NOT NULL CHECK (length(run) <= 200),
  run_url         text NOT NULL CHECK (length(run_url) <= 2000),
  named_incident  uuid,                                                -- the first that was named; it may be gone
  is_emergency    boolean NOT NULL,
  is_dry_run      boolean NOT NULL,
  asked_by        text NOT NULL,
  until           timestamptz,
  lease_until     timestamptz,
  reasons         text NOT NULL,
  world           text NOT NULL,
  overridden_at   timestamptz,
  overridden_by   text,
  override_reason text CHECK (length(override_reason) BETWEEN 20 AND 2000),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX gate_decision_run ON gate_decision (tenant_id, run, id) WHERE run <> '';
CREATE INDEX gate_decision_service ON gate_decision (tenant_id, service_id, id);
CREATE INDEX gate_decision_at ON gate_decision (at);

CALL secure_table('calendar_event');
CALL secure_table('calendar_freeze');
CALL secure_table('freeze_scope');
CALL secure_table('gate_policy');
CALL secure_table('gate_decision');
CALL open_table_to('calendar_event', 'imas_worker_fn');
CALL open_table_to('gate_decision', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_event, calendar_freeze, freeze_scope TO imas_app;
GRANT SELECT, INSERT, UPDATE ON gate_policy, gate_decision TO imas_app;
GRANT SELECT, UPDATE ON calendar_event TO imas_worker_fn;
GRANT SELECT, UPDATE, DELETE ON gate_decision TO imas_worker_fn;
