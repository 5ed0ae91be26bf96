-- Deployment windows: when somebody intends to deploy what, who has approved it, and how it went.

-- How many people approve a deployment window before it may start, besides whoever wrote it.
ALTER TABLE gate_policy
  ADD COLUMN production_approvals smallint NOT NULL DEFAULT 1 CHECK (production_approvals BETWEEN 0 AND 5),
  ADD COLUMN staging_approvals    smallint NOT NULL DEFAULT 0 CHECK (staging_approvals BETWEEN 0 AND 5);

-- A calendar_event of type 2. starts_on and ends_on are the instants of its times, as the zone was when it was written.
-- status: 1 planned, 2 in progress, 3 completed, 4 failed, 5 rolled back, 6 cancelled.
-- digest: of what an approval is for, besides the times. reminders: which were sent; 4: that its approval is overdue.
CREATE TABLE deployment_window (
  tenant_id       uuid NOT NULL,
  event_id        uuid NOT NULL,
  environment_id  uuid NOT NULL,
  starts_on       timestamptz NOT NULL,
  ends_on         timestamptz NOT NULL,
  planned_end     timestamptz,                                         -- before it was extended; NULL: it was not
  sha             text NOT NULL CHECK (length(sha) <= 64),
  rollback_plan   text NOT NULL CHECK (length(rollback_plan) <= 5000),
  named_incident  uuid,                                                -- it is to mend this one, which may be gone
  digest          bytea NOT NULL,
  status          smallint NOT NULL DEFAULT 1 CHECK (status BETWEEN 1 AND 6),
  started_at      timestamptz,
  started_by      text,
  override_reason text CHECK (length(override_reason) BETWEEN 20 AND 2000),
  ended_at        timestamptz,
  ended_by        text,
  outcome         text NOT NULL DEFAULT '' CHECK (length(outcome) <= 2000),
  reminders       smallint NOT NULL DEFAULT 0 CHECK (reminders BETWEEN 0 AND 4),
  created_by      text NOT NULL,
  PRIMARY KEY (tenant_id, event_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES calendar_event (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT deployment_window_environment FOREIGN KEY (tenant_id, environment_id) REFERENCES environment (tenant_id, id)
);
CREATE INDEX deployment_window_start ON deployment_window (tenant_id, starts_on, event_id);
CREATE INDEX deployment_window_target ON deployment_window (tenant_id, environment_id);
CREATE INDEX deployment_window_open ON deployment_window (tenant_id, starts_on) WHERE status <= 2;
CREATE INDEX deployment_window_due ON deployment_window (starts_on) WHERE status = 1 AND reminders < 3;
CREATE INDEX deployment_window_emergency ON deployment_window (started_at) WHERE named_incident IS NOT NULL AND reminders < 4;
CREATE INDEX deployment_window_end ON deployment_window (ends_on);

CREATE TABLE window_service (
  tenant_id  uuid NOT NULL,
  event_id   uuid NOT NULL,
  service_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, event_id, service_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window (tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX window_service_service ON window_service (tenant_id, service_id);

-- What is to be ticked before it starts.
CREATE TABLE window_check (
  tenant_id uuid NOT NULL,
  event_id  uuid NOT NULL,
  position  smallint NOT NULL CHECK (position BETWEEN 0 AND 49),
  text      text NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  done_at   timestamptz,
  done_by   text,
  PRIMARY KEY (tenant_id, event_id, position),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window (tenant_id, event_id) ON DELETE CASCADE
);

-- Who has written what is to be approved, and may not approve it.
CREATE TABLE window_editor (
  tenant_id uuid NOT NULL,
  event_id  uuid NOT NULL,
  user_id   uuid NOT NULL,
  PRIMARY KEY (tenant_id, event_id, user_id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window (tenant_id, event_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX window_editor_user ON window_editor (tenant_id, user_id);

-- A request is for what was written: another digest, or a time outside of that span, needs another one.
-- state: 1 submitted, 2 approved, 3 refused, 4 void since the content changed or it was cancelled.
CREATE TABLE approval_request (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  event_id     uuid NOT NULL,
  digest       bytea NOT NULL,
  quorum       smallint NOT NULL CHECK (quorum BETWEEN 1 AND 5),
  valid_from   timestamptz NOT NULL,
  valid_until  timestamptz NOT NULL,
  submitted_by text NOT NULL,
  submitter_id uuid,                                                   -- NULL: a program
  submitted_at timestamptz NOT NULL,
  state        smallint NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 4),
  decided_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, event_id) REFERENCES deployment_window (tenant_id, event_id) ON DELETE CASCADE
);
CREATE INDEX approval_request_event ON approval_request (tenant_id, event_id, id);
CREATE UNIQUE INDEX approval_request_open ON approval_request (tenant_id, event_id) WHERE state IN (1, 2);

CREATE TABLE approval_vote (
  tenant_id  uuid NOT NULL,
  request_id uuid NOT NULL,
  user_id    uuid NOT NULL,                                            -- the person may be gone
  name       text NOT NULL,
  approves   boolean NOT NULL,
  comment    text NOT NULL CHECK (length(comment) <= 2000),
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, request_id, user_id),
  FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request (tenant_id, id) ON DELETE CASCADE
);

CALL secure_table('deployment_window');
CALL secure_table('window_service');
CALL secure_table('window_check');
CALL secure_table('window_editor');
CALL secure_table('approval_request');
CALL secure_table('approval_vote');
CALL open_table_to('deployment_window', 'imas_worker_fn');
CALL open_table_to('approval_request', 'imas_worker_fn');
CALL open_table_to('approval_vote', 'imas_worker_fn');
CALL open_table_to('window_check', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON deployment_window, window_service, window_check, window_editor, approval_request, approval_vote
   TO imas_app;
GRANT SELECT, UPDATE ON deployment_window, window_check, approval_request, approval_vote TO imas_worker_fn;
GRANT DELETE ON calendar_event TO imas_worker_fn;
