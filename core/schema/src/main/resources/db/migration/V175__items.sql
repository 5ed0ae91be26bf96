-- Work items: what people have to do, one table for all kinds. Today one kind is stored, 'task'. An item outlives its incident:
-- an open one keeps it, and one that has ended goes on without it.
CREATE TABLE item (
  tenant_id        uuid NOT NULL,
  id               uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('task')),
  number           bigint NOT NULL,        -- of its key, such as TASK-12
  title            text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description      text NOT NULL DEFAULT '' CHECK (length(description) <= 10000), -- Markdown
  status           text NOT NULL,          -- by its id in the workflow of the kind
  status_category  text NOT NULL CHECK (status_category IN ('todo', 'doing', 'done', 'dropped')),
  category         text CHECK (category IN ('corrective', 'preventive', 'follow_up')),
  priority         text NOT NULL DEFAULT 'medium' CHECK (priority IN ('urgent', 'high', 'medium', 'low')),
  owner_id         uuid,                   -- a person or a team; where neither is, the team that owns the incident's service
  owner_team_id    uuid,
  incident_id      uuid,
  section          text CHECK (length(section) <= 200), -- of a post-mortem that it belongs to
  due_at           timestamptz,
  remind_at        timestamptz,            -- when somebody is reminded next; empty: no more
  done_at          timestamptz,            -- when it was first done; nothing sets it again
  dropped_reason   text CHECK (length(dropped_reason) <= 2000),
  created_by       text NOT NULL,
  created_by_id    uuid,
  version          integer NOT NULL DEFAULT 1,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  idempotency_key  bytea,                  -- hashes, of the request that made it
  request_hash     bytea,
  PRIMARY KEY (tenant_id, id),
  CHECK (owner_id IS NULL OR owner_team_id IS NULL),
  CHECK (status_category <> 'dropped' OR dropped_reason IS NOT NULL),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_team_id) REFERENCES team (tenant_id, id) ON DELETE SET NULL (owner_team_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE SET NULL (incident_id)
);
CREATE UNIQUE INDEX item_key ON item (tenant_id, kind, number);
CREATE INDEX item_due ON item (tenant_id, (coalesce(due_at, 'infinity')), id);
CREATE INDEX item_open ON item (tenant_id, (coalesce(due_at, 'infinity')), id) WHERE status_category IN ('todo', 'doing');
CREATE INDEX item_status ON item (tenant_id, kind, status, id);
CREATE INDEX item_incident ON item (tenant_id, incident_id) WHERE incident_id IS NOT NULL;
CREATE INDEX item_owner ON item (tenant_id, owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX item_owner_team ON item (tenant_id, owner_team_id) WHERE owner_team_id IS NOT NULL;
CREATE INDEX item_idempotency ON item (tenant_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CALL secure_table('item');
CALL open_table_to('item', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON item TO imas_app;
GRANT SELECT ON item TO imas_worker_fn;

-- What became of an item, in order. It is added to and never changed.
CREATE TABLE item_event (
  tenant_id  uuid NOT NULL,
  item_id    uuid NOT NULL,
  seq        integer NOT NULL,             -- with gaps
  name       text NOT NULL,                -- 'created', or the member that changed
  from_value text,                         -- as the API has it; empty for long texts
  to_value   text,
  reason     text,
  author     text NOT NULL,
  author_id  uuid,
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, item_id, seq),
  FOREIGN KEY (tenant_id, item_id) REFERENCES item ON DELETE CASCADE
);
CALL secure_table('item_event');
GRANT SELECT, INSERT ON item_event TO imas_app;

-- The last number that a kind of item has given away. Whoever takes one locks nothing after it.
CREATE TABLE item_counter (
  tenant_id uuid NOT NULL,
  kind      text NOT NULL,
  last      bigint NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);
CALL secure_table('item_counter');
GRANT SELECT, INSERT, UPDATE ON item_counter TO imas_app;
