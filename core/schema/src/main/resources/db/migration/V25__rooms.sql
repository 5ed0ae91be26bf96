-- War rooms: channels at a chat vendor in which people work on one incident.

-- A row is there before the channel is: whoever makes the channel finds out by the row whether it has. Core alone writes it.
CREATE TABLE room (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  incident_id uuid NOT NULL,
  number      smallint NOT NULL CHECK (number BETWEEN 1 AND 999),   -- the incident's first, second, …
  provider_id uuid NOT NULL,                            -- no key: a room outlives its provider
  vendor      text NOT NULL CHECK (vendor IN ('slack', 'discord_bot')),
  -- opening: asked for. left: another took its place, or people ended it. failed: it never came to be.
  state       text NOT NULL CHECK (state IN ('opening', 'open', 'archiving', 'archived', 'unarchiving', 'left', 'failed')),
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 100), -- as asked for, then as it is
  channel     text,                                     -- the vendor's id of it
  bot_user    text,                                     -- the vendor's id of our bot, whose messages are not marked
  topic       text NOT NULL,
  told_seq    integer NOT NULL,                         -- the timeline is mirrored up to this entry
  asked_by    text NOT NULL,
  asked_at    timestamptz NOT NULL,
  opened_at   timestamptz,
  archived_at timestamptz,
  reason      text,                                     -- why it failed or was left
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, incident_id, number),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
);
-- One at a time for each incident, whatever the number of cores at work.
CREATE UNIQUE INDEX room_in_use ON room (tenant_id, incident_id)
 WHERE state IN ('opening', 'open', 'archiving', 'archived', 'unarchiving');
CREATE UNIQUE INDEX room_channel ON room (tenant_id, provider_id, channel);
CREATE INDEX room_alive ON room (tenant_id, asked_at) WHERE state IN ('opening', 'open', 'archiving', 'unarchiving');
CALL secure_table('room');
CALL open_table_to('room', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON room TO imas_app;
GRANT SELECT, DELETE ON room TO imas_worker_fn;

-- What is to be done at the vendor for a room, in order: the outbox of rooms. Core writes it, the notifier does it and says
-- what became of it, and core follows that.
CREATE TABLE room_task (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,                        -- also the idempotency key that the vendor sees
  place           bigint GENERATED ALWAYS AS IDENTITY,  -- a room's tasks are done one after the other
  room_id         uuid NOT NULL,
  once            text NOT NULL CHECK (length(once) <= 200), -- what it is about: the same is not asked for twice
  kind            text NOT NULL CHECK (kind IN ('open', 'topic', 'post', 'invite', 'archive', 'unarchive', 'read')),
  payload         jsonb NOT NULL,
  status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'working', 'done', 'dead', 'cancelled')),
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),   -- while working, the end of the lease
  scheduled_at    timestamptz NOT NULL DEFAULT now(),   -- the clock by which that was decided
  result          jsonb,
  last_error      text,
  followed        boolean NOT NULL DEFAULT false,       -- core knows its end
  created_at      timestamptz NOT NULL DEFAULT now(),
  finished_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, room_id, once),
  FOREIGN KEY (tenant_id, room_id) REFERENCES room (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX room_task_due ON room_task (next_attempt_at) WHERE status IN ('pending', 'working');
CREATE INDEX room_task_line ON room_task (tenant_id, room_id, place) WHERE status IN ('pending', 'working');
CREATE INDEX room_task_ended ON room_task (tenant_id, room_id) WHERE NOT followed AND status IN ('done', 'dead');
CALL secure_table('room_task');
CALL open_table_to('room_task', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON room_task TO imas_app;
GRANT SELECT, UPDATE, DELETE ON room_task TO imas_worker_fn;
-- What has ended wakes core.
GRANT INSERT ON timer TO imas_worker_fn;

-- The messages of rooms that people marked: each enters the timeline once, however often and by however many it is marked.
CREATE TABLE room_mark (
  tenant_id uuid NOT NULL,
  room_id   uuid NOT NULL,
  ts        text NOT NULL CHECK (length(ts) BETWEEN 1 AND 40),  -- the vendor's id of the message within its channel
  marked_by text NOT NULL,
  marked_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, room_id, ts),
  FOREIGN KEY (tenant_id, room_id) REFERENCES room (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('room_mark');
CALL open_table_to('room_mark', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON room_mark TO imas_app;
GRANT SELECT, DELETE ON room_mark TO imas_worker_fn;

-- When rooms are opened and archived, of a tenant that has changed it.
CREATE TABLE room_setting (
  tenant_id     uuid PRIMARY KEY REFERENCES tenant,
  is_automatic  boolean NOT NULL,                       -- for SEV1 and SEV2
  most_open     integer NOT NULL CHECK (most_open BETWEEN 0 AND 1000),
  archive_after interval NOT NULL CHECK (archive_after BETWEEN interval '0' AND interval '30 days'),
  mark          text NOT NULL CHECK (mark ~ '^[a-z0-9_+''-]{1,100}$'), -- the reaction that marks a message
  version       integer NOT NULL DEFAULT 1,
  updated_at    timestamptz NOT NULL DEFAULT now()
);
CALL secure_table('room_setting');
GRANT SELECT, INSERT, UPDATE ON room_setting TO imas_app;

-- Services whose incidents open no rooms by themselves.
CREATE TABLE room_exception (
  tenant_id  uuid NOT NULL,
  service_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, service_id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('room_exception');
GRANT SELECT, INSERT, DELETE ON room_exception TO imas_app;
