-- What people write about incidents, and later about other things. The timeline has an entry for each, without the text: the
-- entry stays for good, while a comment can be edited and deleted.
CREATE TABLE comment (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  subject_kind text NOT NULL CHECK (subject_kind IN ('incident')),
  subject_id   uuid NOT NULL,
  seq          integer NOT NULL,          -- of the incident's entry
  author       text NOT NULL,             -- as the entry has it
  author_id    uuid,                      -- empty where no person of the tenant wrote it
  text         text NOT NULL CHECK (length(text) <= 10000), -- Markdown; empty once it is deleted
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL,
  edited_at    timestamptz,
  pinned_at    timestamptz,
  pinned_by    text,
  deleted_at   timestamptz,
  deleted_by   text,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX comment_of_subject ON comment (tenant_id, subject_kind, subject_id, seq);
CALL secure_table('comment');
CALL open_table_to('comment', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON comment TO imas_app;
GRANT SELECT, DELETE ON comment TO imas_worker_fn;

-- Each version of a comment. The hash stays when the text is deleted.
CREATE TABLE comment_version (
  tenant_id  uuid NOT NULL,
  comment_id uuid NOT NULL,
  version    integer NOT NULL,
  text       text NOT NULL,
  sha256     bytea NOT NULL,
  at         timestamptz NOT NULL,
  author     text NOT NULL,
  PRIMARY KEY (tenant_id, comment_id, version),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES comment ON DELETE CASCADE
);
CALL secure_table('comment_version');
CALL open_table_to('comment_version', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON comment_version TO imas_app;
GRANT SELECT, DELETE ON comment_version TO imas_worker_fn;

-- Whom a comment names with an @, as they were found when it was saved.
CREATE TABLE comment_mention (
  tenant_id  uuid NOT NULL,
  comment_id uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('user', 'team')),
  target_id  uuid NOT NULL,
  PRIMARY KEY (tenant_id, comment_id, kind, target_id),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES comment ON DELETE CASCADE
);
CALL secure_table('comment_mention');
CALL open_table_to('comment_mention', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON comment_mention TO imas_app;
GRANT SELECT, DELETE ON comment_mention TO imas_worker_fn;

CREATE TABLE comment_reaction (
  tenant_id  uuid NOT NULL,
  comment_id uuid NOT NULL,
  user_id    uuid NOT NULL,
  reaction   text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, comment_id, user_id, reaction),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES comment ON DELETE CASCADE
);
CALL secure_table('comment_reaction');
CALL open_table_to('comment_reaction', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON comment_reaction TO imas_app;
GRANT SELECT, DELETE ON comment_reaction TO imas_worker_fn;
