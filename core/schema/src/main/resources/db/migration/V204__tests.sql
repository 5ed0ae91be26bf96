-- What only tests (ADR 160). The key of its group says it, so that nothing more is written: dev.imas.core.model.TestSpace makes
-- such keys, and rules make none.
ALTER TABLE alert_state
  ADD COLUMN is_test boolean GENERATED ALWAYS AS (starts_with(group_key, 'test:')) VIRTUAL;
ALTER TABLE incident
  ADD COLUMN is_test boolean GENERATED ALWAYS AS (coalesce(starts_with(group_key, 'test:'), false)) VIRTUAL;
-- A message about a test ends as if it had been sent, and is not.
ALTER TABLE delivery
  ADD COLUMN is_test boolean NOT NULL DEFAULT false;
-- Incidents of which nobody could be found to be told, so that the fallback was used, or nobody (RTE-05). A row goes when
-- somebody takes the incident on, or is called by a later step.
CREATE TABLE incident_unrouted (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  event_seq   integer NOT NULL,                        -- the moment in the timeline of which nobody could be told
  since       timestamptz NOT NULL,
  reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
  PRIMARY KEY (tenant_id, incident_id)
);
CALL secure_table('incident_unrouted');
CALL open_table_to('incident_unrouted', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_unrouted TO imas_app;
GRANT SELECT, DELETE, UPDATE (reason) ON incident_unrouted TO imas_worker_fn;
-- lost_incidents counts those of all tenants.
GRANT SELECT (tenant_id, id, is_triage) ON service TO imas_worker_fn;
-- How long after its end an incident is reopened: of a service, and as the rules said when it was opened. NULL: as the
-- installation says.
ALTER TABLE service
  ADD COLUMN reopen_window_seconds integer CHECK (reopen_window_seconds BETWEEN 0 AND 604800);
ALTER TABLE incident_opening
  ADD COLUMN reopen_window_seconds integer,
  ADD COLUMN reopen_rule           text;
GRANT SELECT (reopen_rule) ON incident_opening TO imas_worker_fn;
