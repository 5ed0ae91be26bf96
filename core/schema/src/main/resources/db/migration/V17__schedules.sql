-- On-call schedules (dev.imas.core.oncall). What was in force stays: a change is a new version, an override ends and is not
-- deleted, and who goes is marked. So a question about the past is answered as things stood then.
CREATE TABLE schedule (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  team_id     uuid NOT NULL,
  name        text NOT NULL,
  description text NOT NULL DEFAULT '',
  time_zone   text NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  deleted_at  timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id)
);
CREATE UNIQUE INDEX schedule_name ON schedule (tenant_id, lower(name)) WHERE deleted_at IS NULL;
CREATE INDEX schedule_team ON schedule (tenant_id, team_id);
CALL secure_table('schedule');
GRANT SELECT, INSERT, UPDATE ON schedule TO imas_app;

-- The shape of layers: dev.imas.core.schedule.StoredLayers. People are ids.
CREATE TABLE schedule_version (
  tenant_id     uuid NOT NULL,
  schedule_id   uuid NOT NULL,
  version       integer NOT NULL,
  in_force_from timestamptz NOT NULL,
  layers        jsonb NOT NULL,
  made_by       text NOT NULL,
  PRIMARY KEY (tenant_id, schedule_id, version),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id)
);
CALL secure_table('schedule_version');
GRANT SELECT, INSERT ON schedule_version TO imas_app;

-- Who takes turns in the version of now.
CREATE TABLE schedule_person (
  tenant_id   uuid NOT NULL,
  schedule_id uuid NOT NULL,
  user_id     uuid NOT NULL,
  PRIMARY KEY (tenant_id, schedule_id, user_id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX schedule_person_user ON schedule_person (tenant_id, user_id);
CALL secure_table('schedule_person');
GRANT SELECT, INSERT, DELETE ON schedule_person TO imas_app;

-- instead_id: the one person who is replaced; NULL when all of the level are.
CREATE TABLE schedule_override (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  schedule_id uuid NOT NULL,
  level       smallint NOT NULL CHECK (level BETWEEN 1 AND 10),
  from_at     timestamptz NOT NULL,
  until_at    timestamptz NOT NULL,
  instead_id  uuid,
  user_id     uuid NOT NULL,
  note        text NOT NULL DEFAULT '',
  made_at     timestamptz NOT NULL,
  made_by     text NOT NULL,
  ended_at    timestamptz,                             -- somebody ended it before its time
  ended_by    text,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT schedule_override_time CHECK (from_at < until_at),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id),
  FOREIGN KEY (tenant_id, instead_id) REFERENCES user_account (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX schedule_override_time ON schedule_override (tenant_id, schedule_id, until_at);
CREATE INDEX schedule_override_user ON schedule_override (tenant_id, user_id);
CREATE INDEX schedule_override_instead ON schedule_override (tenant_id, instead_id) WHERE instead_id IS NOT NULL;
CALL secure_table('schedule_override');
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by) ON schedule_override TO imas_app;

-- When a person cannot be on call. It counts from made_at to ended_at, so that it never changes who was on call before.
CREATE TABLE user_absence (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,
  user_id   uuid NOT NULL,
  from_at   timestamptz NOT NULL,
  until_at  timestamptz NOT NULL,
  note      text NOT NULL DEFAULT '',
  made_at   timestamptz NOT NULL,
  made_by   text NOT NULL,
  ended_at  timestamptz,                               -- somebody withdrew it
  ended_by  text,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT user_absence_time CHECK (from_at < until_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX user_absence_user ON user_absence (tenant_id, user_id, until_at);
CALL secure_table('user_absence');
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by) ON user_absence TO imas_app;

-- Who is told when no schedule of a team has anybody on call: a person by hand, then the team's manager.
CREATE TABLE team_on_call (
  tenant_id  uuid NOT NULL,
  team_id    uuid NOT NULL,
  current_id uuid,
  manager_id uuid,
  version    integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, team_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, current_id) REFERENCES user_account (tenant_id, id),
  FOREIGN KEY (tenant_id, manager_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX team_on_call_current ON team_on_call (tenant_id, current_id) WHERE current_id IS NOT NULL;
CREATE INDEX team_on_call_manager ON team_on_call (tenant_id, manager_id) WHERE manager_id IS NOT NULL;
CALL secure_table('team_on_call');
GRANT SELECT, INSERT, UPDATE, DELETE ON team_on_call TO imas_app;

-- The tenant's person of last resort, when a team has nobody at all.
CREATE TABLE tenant_on_call (
  tenant_id  uuid PRIMARY KEY REFERENCES tenant,
  user_id    uuid,
  version    integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CALL secure_table('tenant_on_call');
GRANT SELECT, INSERT, UPDATE ON tenant_on_call TO imas_app;
