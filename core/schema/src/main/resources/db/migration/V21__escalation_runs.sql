-- How incidents escalate (dev.imas.core.paging). A run follows one version of a policy from its first step to its end; an
-- incident has one that is under way at most. Rows die with their incidents.
CREATE TABLE escalation_run (
  tenant_id      uuid NOT NULL,
  incident_id    uuid NOT NULL,
  run            integer NOT NULL,
  policy_id      uuid,                                  -- NULL: no policy fits, whoever is on call is told
  policy_version integer NOT NULL,
  policy_name    text NOT NULL,
  chosen         jsonb NOT NULL,                        -- why this policy
  severity       smallint NOT NULL,                     -- for which it was chosen
  state          text NOT NULL CHECK (state IN ('running', 'acknowledged', 'stopped', 'replaced', 'exhausted')),
  round          smallint NOT NULL,                     -- the next step; the last one once it has ended
  step           smallint NOT NULL,
  due_at         timestamptz,                           -- of the next step
  found_somebody boolean NOT NULL DEFAULT false,        -- whether a step of this round told anybody
  started_at     timestamptz NOT NULL,
  ended_at       timestamptz,
  ended_by       text,
  PRIMARY KEY (tenant_id, incident_id, run),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
);
CREATE UNIQUE INDEX escalation_run_one ON escalation_run (tenant_id, incident_id) WHERE state = 'running';
CALL secure_table('escalation_run');
CALL open_table_to('escalation_run', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON escalation_run TO imas_app;
GRANT SELECT, DELETE ON escalation_run TO imas_worker_fn;

-- A step that fired or was passed over, with what it found (ONC-12). Its messages are the deliveries with this event_seq.
CREATE TABLE escalation_firing (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  run         integer NOT NULL,
  round       smallint NOT NULL,
  step        smallint NOT NULL,
  event_seq   integer,                                  -- NULL when it was passed over
  status      text NOT NULL CHECK (status IN ('notified', 'skipped')),
  due_at      timestamptz NOT NULL,
  fired_at    timestamptz NOT NULL,
  people      jsonb NOT NULL,                           -- who was found, how, and how each is told
  reason      text,                                     -- why it was passed over, or whom it did not find
  PRIMARY KEY (tenant_id, incident_id, run, round, step),
  FOREIGN KEY (tenant_id, incident_id, run) REFERENCES escalation_run (tenant_id, incident_id, run)
);
CALL secure_table('escalation_firing');
CALL open_table_to('escalation_firing', 'imas_worker_fn');
GRANT SELECT, INSERT ON escalation_firing TO imas_app;
GRANT SELECT, DELETE ON escalation_firing TO imas_worker_fn;
