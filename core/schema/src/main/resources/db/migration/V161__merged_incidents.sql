-- How an incident ended, and which one has its alerts since it was merged. Empty where it ended before this version, or is open.
ALTER TABLE incident ADD COLUMN ended_by text;
ALTER TABLE incident ADD COLUMN merged_into uuid;

-- A merge of one incident into another, kept so that it can be undone exactly.
CREATE TABLE incident_merge (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  source_id     uuid NOT NULL,
  target_id     uuid NOT NULL,
  at            timestamptz NOT NULL,
  author        text NOT NULL,
  -- As they were before.
  source_status text NOT NULL,
  source_alerts integer NOT NULL,
  run           integer,                 -- of the source's escalation that the merge ended
  run_due_at    timestamptz,
  target_status text NOT NULL,
  target_severity smallint NOT NULL,
  target_severity_set_by text,
  target_detected_at timestamptz NOT NULL,
  -- As the merge left the target. It can be undone while this holds.
  left_status   text NOT NULL,
  left_severity smallint NOT NULL,
  undone_at     timestamptz,
  undone_by     text,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX incident_merge_source ON incident_merge (tenant_id, source_id) WHERE undone_at IS NULL;
CREATE INDEX incident_merge_target ON incident_merge (tenant_id, target_id);
CALL secure_table('incident_merge');
CALL open_table_to('incident_merge', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON incident_merge TO imas_app;
GRANT SELECT, DELETE ON incident_merge TO imas_worker_fn;

-- The alerts that a merge moved.
CREATE TABLE incident_merge_alert (
  tenant_id   uuid NOT NULL,
  merge_id    uuid NOT NULL,
  fingerprint uuid NOT NULL,
  attached_at timestamptz NOT NULL,      -- to the source
  was_member  boolean NOT NULL,          -- of the target
  is_current  boolean NOT NULL,          -- whether the source was the alert's incident
  PRIMARY KEY (tenant_id, merge_id, fingerprint),
  FOREIGN KEY (tenant_id, merge_id) REFERENCES incident_merge ON DELETE CASCADE
);
CALL secure_table('incident_merge_alert');
CALL open_table_to('incident_merge_alert', 'imas_worker_fn');
GRANT SELECT, INSERT ON incident_merge_alert TO imas_app;
GRANT SELECT, DELETE ON incident_merge_alert TO imas_worker_fn;

-- Merging takes alerts out of an incident.
GRANT DELETE ON incident_alert TO imas_app;
