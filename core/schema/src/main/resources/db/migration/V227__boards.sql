-- Boards of teams: which items stand on them in which order, in which sprint, and what became of that. The items themselves stay
-- work items, and a column of a board follows from an item's status and sprint.
ALTER TABLE item DROP CONSTRAINT item_kind_check;
ALTER TABLE item ADD CONSTRAINT item_kind_check CHECK (kind IN ('task', 'backlog_item')) NOT VALID;
ALTER TABLE item VALIDATE CONSTRAINT item_kind_check;

-- Whoever changes what stands on a board locks its row first, after the item if there is one.
CREATE TABLE board (
  tenant_id         uuid NOT NULL,
  id                uuid NOT NULL,
  name              text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  team_id           uuid NOT NULL,
  planned_limit     smallint CHECK (planned_limit BETWEEN 1 AND 500),     -- empty: none
  in_progress_limit smallint CHECK (in_progress_limit BETWEEN 1 AND 500),
  over_limit        text NOT NULL CHECK (over_limit IN ('refuse', 'warn')),
  sprint_weeks      smallint NOT NULL CHECK (sprint_weeks BETWEEN 1 AND 4),
  plans_ahead       boolean NOT NULL,                                     -- whether the sprint after the last is planned by itself
  seq               bigint NOT NULL DEFAULT 0,                            -- grows with each change
  changed_at        timestamptz NOT NULL DEFAULT now(),                   -- grows with each change, whatever clocks say
  version           integer NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id)
);
CREATE UNIQUE INDEX board_name ON board (tenant_id, lower(name));
CREATE UNIQUE INDEX board_team ON board (tenant_id, team_id);
CALL secure_table('board');
CALL open_table_to('board', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON board TO imas_app;
GRANT SELECT, UPDATE ON board TO imas_worker_fn;

CREATE TABLE sprint (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  board_id      uuid NOT NULL,
  number        integer NOT NULL CHECK (number > 0),
  name          text NOT NULL DEFAULT '' CHECK (length(name) <= 100),
  goal          text NOT NULL DEFAULT '' CHECK (length(goal) <= 500),
  retrospective text NOT NULL DEFAULT '' CHECK (length(retrospective) <= 20000), -- Markdown
  starts_on     date NOT NULL,
  weeks         smallint NOT NULL CHECK (weeks BETWEEN 1 AND 4),
  state         text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'active', 'closed')),
  started_at    timestamptz,
  closed_at     timestamptz,
  done_points   integer,                                                         -- of a closed one
  report        jsonb,                                                           -- of a closed one; nothing changes it
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, board_id) REFERENCES board (tenant_id, id) ON DELETE CASCADE,
  CHECK ((state = 'planned') = (started_at IS NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((state = 'closed') = (report IS NOT NULL)),
  CHECK ((state = 'closed') = (done_points IS NOT NULL))
);
CREATE UNIQUE INDEX sprint_number ON sprint (tenant_id, board_id, number);
CREATE UNIQUE INDEX sprint_active ON sprint (tenant_id, board_id) WHERE state = 'active';
CALL secure_table('sprint');
CALL open_table_to('sprint', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON sprint TO imas_app;
GRANT SELECT, UPDATE ON sprint TO imas_worker_fn;

-- What a board knows of an item. One order for the whole board, of which each column shows a part: so whoever changes an item's
-- status elsewhere moves it without a word about ranks.
CREATE TABLE board_item (
  tenant_id uuid NOT NULL,
  item_id   uuid NOT NULL,
  board_id  uuid NOT NULL,
  sprint_id uuid,
  rank      text COLLATE "C" NOT NULL CHECK (length(rank) BETWEEN 1 AND 40),
  type      text CHECK (type IN ('story', 'bug', 'improvement', 'debt', 'feedback')),
  points    smallint CHECK (points BETWEEN 0 AND 100),
  epic      text CHECK (length(epic) <= 80),
  labels    text[] NOT NULL DEFAULT '{}',
  origin    text CHECK (length(origin) <= 500), -- of feedback
  PRIMARY KEY (tenant_id, item_id),
  -- Checked at the end of a statement, so that all ranks can be written anew in one.
  CONSTRAINT board_item_rank UNIQUE (tenant_id, board_id, rank) DEFERRABLE INITIALLY IMMEDIATE,
  FOREIGN KEY (tenant_id, item_id) REFERENCES item (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, board_id) REFERENCES board (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, sprint_id) REFERENCES sprint (tenant_id, id) ON DELETE SET NULL (sprint_id)
);
CREATE INDEX board_item_sprint ON board_item (tenant_id, sprint_id) WHERE sprint_id IS NOT NULL;
CALL secure_table('board_item');
CALL open_table_to('board_item', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON board_item TO imas_app;
GRANT SELECT, UPDATE ON board_item TO imas_worker_fn;

-- Each change that a burndown knows of, in the order of the board. It is added to and never changed. An item is 'out' once it is
-- dropped or taken off the board.
CREATE TABLE board_change (
  tenant_id uuid NOT NULL,
  board_id  uuid NOT NULL,
  seq       bigint NOT NULL,
  item_id   uuid NOT NULL,
  at        timestamptz NOT NULL,
  sprint_id uuid,
  points    smallint NOT NULL,
  state     text NOT NULL CHECK (state IN ('open', 'done', 'out')),
  PRIMARY KEY (tenant_id, board_id, seq, item_id),
  FOREIGN KEY (tenant_id, board_id) REFERENCES board (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX board_change_item ON board_change (tenant_id, board_id, item_id);
CREATE INDEX board_change_sprint ON board_change (tenant_id, sprint_id) WHERE sprint_id IS NOT NULL;
CALL secure_table('board_change');
GRANT SELECT, INSERT ON board_change TO imas_app;
