-- Legal duties: what a law demands to be reported of an incident. A duty keeps its incident: what is still to be reported is
-- neither purged nor archived with it.
CREATE TABLE obligation (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  incident_id    uuid NOT NULL,
  scope_id       uuid,                   -- the impact scope that brought it; empty: somebody opened it by hand
  regime         text NOT NULL,
  regime_version integer NOT NULL,       -- of the template, which comes with IMAS; of 'own-hours' it is the hours
  zone           text NOT NULL,          -- whose days and months count
  owner_id       uuid,                   -- who is reminded besides the recipients of the scope
  opened_at      timestamptz NOT NULL,
  opened_by      text NOT NULL,
  next_due_at    timestamptz,            -- of the open stage that is due first; empty: none has a limit
  closed_at      timestamptz,            -- when its last stage ended; empty: one is open
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE RESTRICT,
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope (tenant_id, id),
  FOREIGN KEY (tenant_id, owner_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX obligation_incident ON obligation (tenant_id, incident_id);
CREATE UNIQUE INDEX obligation_scope ON obligation (tenant_id, scope_id, incident_id, regime) WHERE scope_id IS NOT NULL;
CREATE INDEX obligation_due ON obligation (tenant_id, (coalesce(next_due_at, 'infinity')), id);
CREATE INDEX obligation_register ON obligation (tenant_id, regime, opened_at, id);
CREATE INDEX obligation_owner ON obligation (tenant_id, owner_id) WHERE owner_id IS NOT NULL;
CALL secure_table('obligation');
CALL open_table_to('obligation', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON obligation TO imas_app;
GRANT SELECT, DELETE ON obligation TO imas_worker_fn;

-- What was written down about a duty, in order: facts, submissions, and why there is none. It is added to and never changed.
CREATE TABLE obligation_event (
  tenant_id       uuid NOT NULL,
  obligation_id   uuid NOT NULL,
  seq             integer NOT NULL,
  kind            text NOT NULL,         -- 'fact', 'submission', 'not_required', 'impossible'
  name            text NOT NULL,         -- which fact, or of which stage
  at              timestamptz,           -- when it was; empty: a fact is withdrawn
  reason          text,
  -- Of a submission.
  authority       text,
  reference       text,
  submitted_by    text,
  document        text,
  document_sha256 text,
  author          text NOT NULL,
  recorded_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, obligation_id, seq),
  FOREIGN KEY (tenant_id, obligation_id) REFERENCES obligation ON DELETE CASCADE
);
CALL secure_table('obligation_event');
GRANT SELECT, INSERT ON obligation_event TO imas_app;

-- The stages of a duty, as they follow from its events: until when each is due, and when people are reminded next.
CREATE TABLE obligation_stage (
  tenant_id     uuid NOT NULL,
  obligation_id uuid NOT NULL,
  stage         text NOT NULL,
  due_at        timestamptz,
  remind_at     timestamptz,
  closed_as     text,                    -- 'submitted', 'submitted_late', 'not_required', 'impossible'; empty: it is open
  PRIMARY KEY (tenant_id, obligation_id, stage),
  FOREIGN KEY (tenant_id, obligation_id) REFERENCES obligation ON DELETE CASCADE
);
CALL secure_table('obligation_stage');
GRANT SELECT, INSERT, UPDATE ON obligation_stage TO imas_app;
