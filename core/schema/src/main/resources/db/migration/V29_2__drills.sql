-- Drills: a marked test goes through a whole policy. It opens no incident. A row of drill_step and drill_message dies with it.
CREATE TABLE drill (
  tenant_id      uuid NOT NULL REFERENCES tenant,
  id             uuid NOT NULL,
  policy_id      uuid NOT NULL,
  policy_version integer NOT NULL,
  policy_name    text NOT NULL,
  service_id     uuid NOT NULL,
  service_name   text NOT NULL,
  team_id        uuid NOT NULL,
  team_name      text NOT NULL,
  severity       smallint NOT NULL CHECK (severity BETWEEN 1 AND 4),
  labels         jsonb NOT NULL,
  factor         integer NOT NULL CHECK (factor BETWEEN 1 AND 3600), -- by which its times are shorter
  sends          boolean NOT NULL,                      -- whether people are told
  state          text NOT NULL CHECK (state IN ('running', 'acknowledged', 'finished', 'stopped')),
  round          smallint NOT NULL,                     -- of the next step
  step           smallint NOT NULL,
  found_somebody boolean NOT NULL DEFAULT false,        -- whether a step of this round found anybody
  imagined_at    timestamptz NOT NULL,                  -- when the next step would be, in real time
  due_at         timestamptz NOT NULL,                  -- when it is
  started_at     timestamptz NOT NULL,
  started_by     text NOT NULL,
  schedule_id    uuid,                                  -- by which it recurs
  ended_at       timestamptz,
  ended_by       text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, policy_id, policy_version) REFERENCES escalation_policy_version (tenant_id, policy_id, version)
);
CREATE INDEX drill_list ON drill (tenant_id, started_at, id);
CREATE INDEX drill_running ON drill (tenant_id) WHERE state = 'running';
CALL secure_table('drill');
CALL open_table_to('drill', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON drill TO imas_app;
GRANT SELECT ON drill TO imas_worker_fn;

CREATE TABLE drill_step (
  tenant_id   uuid NOT NULL,
  drill_id    uuid NOT NULL,
  round       smallint NOT NULL,
  step        smallint NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('told', 'nobody', 'not_now')),
  imagined_at timestamptz NOT NULL,
  due_at      timestamptz NOT NULL,
  fired_at    timestamptz NOT NULL,
  people      jsonb NOT NULL,                           -- who was found, how, and how each would be told
  reasons     jsonb NOT NULL,                           -- why it was passed over, or whom it did not find
  PRIMARY KEY (tenant_id, drill_id, round, step),
  FOREIGN KEY (tenant_id, drill_id) REFERENCES drill (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('drill_step');
GRANT SELECT, INSERT ON drill_step TO imas_app;

-- A message of a step, sent or not. Only SHA-256 of its link's token is stored.
CREATE TABLE drill_message (
  tenant_id   uuid NOT NULL,
  drill_id    uuid NOT NULL,
  round       smallint NOT NULL,
  step        smallint NOT NULL,
  receiver_id uuid NOT NULL,
  user_id     uuid,                                     -- NULL: a channel
  name        text NOT NULL,
  channel     text NOT NULL,
  address     text NOT NULL,
  due_at      timestamptz NOT NULL,
  sent_at     timestamptz,
  delivery_id uuid,
  token_hash  bytea CHECK (octet_length(token_hash) = 32),
  PRIMARY KEY (tenant_id, drill_id, round, step, receiver_id),
  FOREIGN KEY (tenant_id, drill_id) REFERENCES drill (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX drill_message_token ON drill_message (token_hash) WHERE token_hash IS NOT NULL;
CALL secure_table('drill_message');
CALL open_table_to('drill_message', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON drill_message TO imas_app;
GRANT SELECT ON drill_message TO imas_worker_fn;
