-- Drills on a schedule. The timer of one (kind drill-schedule) has its id as subject, and recurs as the row says.
CREATE TABLE drill_schedule (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  id         uuid NOT NULL,
  name       text NOT NULL,
  service_id uuid NOT NULL,
  policy_id  uuid,                                     -- NULL: the one that an incident of the service would follow
  severity   smallint NOT NULL CHECK (severity BETWEEN 1 AND 4),
  factor     integer NOT NULL CHECK (factor BETWEEN 1 AND 3600),
  sends      boolean NOT NULL,
  recurs     text NOT NULL,                            -- as that of a timer
  owner_id   uuid,                                     -- who is told what went wrong; NULL: the team of the service
  is_active  boolean NOT NULL DEFAULT true,
  failed_at  timestamptz,                              -- when it could not be started, unless it was since
  failure    text,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account (tenant_id, id)
);
CREATE UNIQUE INDEX drill_schedule_name ON drill_schedule (tenant_id, lower(name));
CREATE INDEX drill_schedule_service ON drill_schedule (tenant_id, service_id);
CREATE INDEX drill_schedule_policy ON drill_schedule (tenant_id, policy_id) WHERE policy_id IS NOT NULL;
CREATE INDEX drill_schedule_owner ON drill_schedule (tenant_id, owner_id) WHERE owner_id IS NOT NULL;
CALL secure_table('drill_schedule');
GRANT SELECT, INSERT, UPDATE, DELETE ON drill_schedule TO imas_app;

CREATE INDEX drill_of_schedule ON drill (tenant_id, schedule_id, started_at, id) WHERE schedule_id IS NOT NULL;
