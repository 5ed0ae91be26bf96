-- Post-mortems: what an incident taught. An incident has one at most. Where one is required, the incident stays until it is
-- published, or somebody has said why it is not needed.
CREATE TABLE post_mortem (
  tenant_id         uuid NOT NULL,
  id                uuid NOT NULL,
  incident_id       uuid NOT NULL,
  state             text NOT NULL,         -- 'draft', 'review', 'published', 'not_needed'
  number            integer NOT NULL,      -- of the version that is written, or that was published last
  duty_cause        text,                  -- why it is required: 'sev1', 'sev2_with_scope', 'escalation_step_4'; empty: it is not
  duty_from         uuid,                  -- the incident that brought the duty when it was merged; empty: its own
  due_at            timestamptz,
  zone              text NOT NULL,         -- whose days count
  remind_at         timestamptz,           -- when somebody is reminded next; empty: nobody is
  owner_id          uuid,                  -- empty: the team that owns the incident's service
  reviewer_id       uuid,
  last_editor_id    uuid,                  -- of the version that is written; empty: nobody, or a program
  cited             integer[] NOT NULL DEFAULT '{}', -- entries of the timeline, by seq
  cited_revision    integer NOT NULL DEFAULT 0,
  not_needed_reason text CHECK (length(not_needed_reason) <= 2000),
  published_number  integer,               -- the newest published version; empty: none was
  came_from         uuid,                  -- the incident that it was begun for, which was merged since
  state_at          timestamptz NOT NULL,
  state_by          text NOT NULL,
  created_at        timestamptz NOT NULL,
  created_by        text NOT NULL,
  updated_at        timestamptz NOT NULL,
  version           integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE RESTRICT,
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account (tenant_id, id),
  FOREIGN KEY (tenant_id, reviewer_id) REFERENCES user_account (tenant_id, id),
  FOREIGN KEY (tenant_id, last_editor_id) REFERENCES user_account (tenant_id, id)
);
CREATE UNIQUE INDEX post_mortem_incident ON post_mortem (tenant_id, incident_id);
CREATE INDEX post_mortem_list ON post_mortem (tenant_id, (state NOT IN ('draft', 'review')), (coalesce(due_at, 'infinity')), id);
CREATE INDEX post_mortem_owner ON post_mortem (tenant_id, owner_id) WHERE owner_id IS NOT NULL;
CALL secure_table('post_mortem');
CALL open_table_to('post_mortem', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON post_mortem TO imas_app;
GRANT SELECT, DELETE ON post_mortem TO imas_worker_fn;

-- A section that somebody has written. Each has a revision of its own, so that two people can write at once.
CREATE TABLE post_mortem_section (
  tenant_id      uuid NOT NULL,
  post_mortem_id uuid NOT NULL,
  section        text NOT NULL,            -- 'summary', 'impact', 'root_cause', 'contributing_factors', 'went_well', 'went_badly'
  text           text NOT NULL CHECK (length(text) <= 20000), -- Markdown
  revision       integer NOT NULL,
  edited_at      timestamptz NOT NULL,
  edited_by      text NOT NULL,
  PRIMARY KEY (tenant_id, post_mortem_id, section),
  FOREIGN KEY (tenant_id, post_mortem_id) REFERENCES post_mortem ON DELETE CASCADE
);
CALL secure_table('post_mortem_section');
GRANT SELECT, INSERT, UPDATE ON post_mortem_section TO imas_app;

-- A published version, with the entries that it cites as they were. It is added and never changed.
CREATE TABLE post_mortem_version (
  tenant_id      uuid NOT NULL,
  post_mortem_id uuid NOT NULL,
  number         integer NOT NULL,
  content        text NOT NULL,            -- JSON, whose bytes in UTF-8 have the hash
  sha256         text NOT NULL,
  published_at   timestamptz NOT NULL,
  published_by   text NOT NULL,
  PRIMARY KEY (tenant_id, post_mortem_id, number),
  FOREIGN KEY (tenant_id, post_mortem_id) REFERENCES post_mortem ON DELETE CASCADE
);
CALL secure_table('post_mortem_version');
GRANT SELECT, INSERT ON post_mortem_version TO imas_app;
