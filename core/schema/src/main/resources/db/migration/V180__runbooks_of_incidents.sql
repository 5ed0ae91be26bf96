-- The runbook that people follow for an incident, one at a time. A row dies with its incident; the timeline keeps what was.
CREATE TABLE incident_runbook (
  tenant_id       uuid NOT NULL,
  incident_id     uuid NOT NULL,
  runbook_id      uuid,                        -- empty: somebody took it away, so none is attached by itself any more
  runbook_version integer,
  why             text NOT NULL,               -- why it was chosen
  attached_by     text NOT NULL,               -- a person, a token, or 'system'
  attached_at     timestamptz NOT NULL,
  version         integer NOT NULL,            -- rises with each attachment and removal, not with steps
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT incident_runbook_version FOREIGN KEY (tenant_id, runbook_id, runbook_version)
    REFERENCES runbook_version (tenant_id, runbook_id, version),
  CHECK ((runbook_id IS NULL) = (runbook_version IS NULL))
);
CREATE INDEX incident_runbook_used ON incident_runbook (tenant_id, runbook_id, runbook_version);
CALL secure_table('incident_runbook');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_runbook TO imas_app;

-- How far people are with its steps (INC-26). A step without a row is pending, and nobody has touched it.
CREATE TABLE incident_runbook_step (
  tenant_id         uuid NOT NULL,
  incident_id       uuid NOT NULL,
  step              integer NOT NULL,
  state             text NOT NULL CHECK (state IN ('pending', 'done', 'skipped', 'failed')),
  executor          text,                      -- who put it into this state; empty: nobody has yet
  executor_id       uuid,
  changed_at        timestamptz,
  note              text NOT NULL DEFAULT '',
  -- The first call of a step that needs a second one.
  confirmation      uuid,
  confirmation_by   text,
  confirmation_ends timestamptz,
  PRIMARY KEY (tenant_id, incident_id, step),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident_runbook ON DELETE CASCADE
);
CALL secure_table('incident_runbook_step');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_runbook_step TO imas_app;
