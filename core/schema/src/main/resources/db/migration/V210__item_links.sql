-- Work items that were exported to a tracker: what is still to be done there and what it last said, in one row, since an item
-- is exported once. Core writes what it wants, the notifier does it, and core follows what came of it.
CREATE TABLE item_link (
  tenant_id       uuid NOT NULL,
  item_id         uuid NOT NULL,
  provider_id     uuid NOT NULL,                        -- the tracker; it may be deleted later
  tracker         text NOT NULL CHECK (length(tracker) <= 20), -- its type
  state           text NOT NULL DEFAULT 'creating' CHECK (state IN ('creating', 'linked', 'failed', 'gone')),
  wanted          text CHECK (wanted IN ('open', 'close')), -- what the tracker is still to be told
  status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'working', 'idle')),
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),   -- while working, the end of the lease
  scheduled_at    timestamptz NOT NULL DEFAULT now(),   -- the clock by which that was decided
  begun_at        timestamptz NOT NULL DEFAULT now(),   -- from when on the work under way counts
  issue_id        text CHECK (length(issue_id) <= 200),
  issue_key       text CHECK (length(issue_key) <= 200),
  issue_url       text CHECK (length(issue_url) <= 1000),
  issue_title     text CHECK (length(issue_title) <= 200),
  issue_open      boolean,
  issue_state     text CHECK (length(issue_state) <= 200),
  read_at         timestamptz,
  changed_at      timestamptz NOT NULL DEFAULT now(),   -- when the tracker last said something new
  last_error      text CHECK (length(last_error) <= 2000),
  author          text NOT NULL,
  author_id       uuid,
  asked_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, item_id),
  FOREIGN KEY (tenant_id, item_id) REFERENCES item (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX item_link_due ON item_link (next_attempt_at) WHERE status IN ('pending', 'working');
CALL secure_table('item_link');
CALL open_table_to('item_link', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON item_link TO imas_app;
GRANT SELECT, UPDATE, DELETE ON item_link TO imas_worker_fn;
GRANT SELECT ON item TO imas_worker_fn;
