-- What hides alerts (ADR 85): whether one is hidden is decided by core when it would open or page, never at receipt.
-- matchers: a JSON list of matchers in their canonical form, sorted, as text.

-- Alertmanager's silences. Nobody deletes one: when it has ended it can still be read, and explains what it hid, for as long
-- as incidents are kept.
CREATE TABLE silence (
  tenant_id        uuid NOT NULL REFERENCES tenant,
  id               uuid NOT NULL,
  version          integer NOT NULL DEFAULT 1,
  matchers         text NOT NULL,
  starts_at        timestamptz NOT NULL,
  ends_at          timestamptz NOT NULL,
  ends_with_alerts boolean NOT NULL DEFAULT false,       -- also ends when the last alert that it hid has recovered
  created_by       text NOT NULL,                        -- as the caller says
  author           text NOT NULL,                        -- who was authenticated
  comment          text NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (ends_at >= starts_at)
);
CREATE INDEX silence_ends ON silence (tenant_id, ends_at, id);
CALL secure_table('silence');
CALL open_table_to('silence', 'imas_ingest_fn');
CALL open_table_to('silence', 'imas_worker_fn');
GRANT SELECT ON silence TO imas_app, imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE, DELETE ON silence TO imas_worker_fn;

-- While an alert fires that the source matchers match, alerts that the target matchers match are hidden, where the labels of
-- equal_labels are the same in both.
CREATE TABLE inhibit_rule (
  tenant_id       uuid NOT NULL REFERENCES tenant,
  id              uuid NOT NULL,
  name            text NOT NULL,
  source_matchers text NOT NULL,
  target_matchers text NOT NULL,
  equal_labels    text[] NOT NULL,
  wait_seconds    integer NOT NULL CHECK (wait_seconds BETWEEN 0 AND 600), -- how long a target waits for a source
  is_active       boolean NOT NULL DEFAULT true,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX inhibit_rule_name ON inhibit_rule (tenant_id, lower(name));
CALL secure_table('inhibit_rule');
CALL open_table_to('inhibit_rule', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON inhibit_rule TO imas_app;
GRANT SELECT ON inhibit_rule TO imas_worker_fn;

-- Which state of both a decision was made by. No row: the tenant has never had any, and intake does nothing about it.
CREATE TABLE hiding_epoch (
  tenant_id uuid PRIMARY KEY REFERENCES tenant,
  epoch     bigint NOT NULL DEFAULT 1
);
CALL secure_table('hiding_epoch');
CALL open_table_to('hiding_epoch', 'imas_worker_fn');
GRANT SELECT ON hiding_epoch TO imas_app;
GRANT SELECT, INSERT, UPDATE ON hiding_epoch TO imas_worker_fn;

-- The firing alerts that are hidden. wake_at: when core must decide again; NULL while only a recovery of another alert can
-- end it. reasons: what hides it, as JSON, for people. opening_seq: the change that would have opened or reopened it and is
-- not counted as suppressed yet, since the alert only waits for an alert that may inhibit it.
CREATE TABLE hidden_alert (
  tenant_id   uuid NOT NULL,
  fingerprint uuid NOT NULL,
  since       timestamptz NOT NULL,
  decided_at  timestamptz NOT NULL,
  epoch       bigint NOT NULL,
  wake_at     timestamptz,
  opening_seq integer,
  severity    smallint NOT NULL,
  reasons     text NOT NULL,
  PRIMARY KEY (tenant_id, fingerprint)
) WITH (fillfactor = 85);
CREATE INDEX hidden_alert_due ON hidden_alert (wake_at) WHERE wake_at IS NOT NULL;
CALL secure_table('hidden_alert');
CALL open_table_to('hidden_alert', 'imas_ingest_fn');
CALL open_table_to('hidden_alert', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON hidden_alert TO imas_app;
GRANT SELECT ON hidden_alert TO imas_ingest_fn;
GRANT SELECT, UPDATE, DELETE ON hidden_alert TO imas_worker_fn;

-- By what each is hidden: a silence, or an inhibit rule and the values of its equal labels.
CREATE TABLE hidden_by (
  tenant_id   uuid NOT NULL,
  hider_id    uuid NOT NULL,
  fingerprint uuid NOT NULL,
  equal_key   uuid,
  PRIMARY KEY (tenant_id, hider_id, fingerprint),
  FOREIGN KEY (tenant_id, fingerprint) REFERENCES hidden_alert (tenant_id, fingerprint) ON DELETE CASCADE
);
CREATE INDEX hidden_by_alert ON hidden_by (tenant_id, fingerprint);
CALL secure_table('hidden_by');
CALL open_table_to('hidden_by', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON hidden_by TO imas_app;
GRANT SELECT, DELETE ON hidden_by TO imas_worker_fn;

-- The incidents of which all firing alerts are hidden: nobody is called about them meanwhile.
CREATE TABLE incident_hidden (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  since       timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('incident_hidden');
CALL open_table_to('incident_hidden', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON incident_hidden TO imas_app;
GRANT SELECT ON incident_hidden TO imas_worker_fn;

-- How many alerts each has hidden in all, each as often as it began to be hidden.
CREATE TABLE hiding_count (
  tenant_id uuid NOT NULL,
  hider_id  uuid NOT NULL,
  hid       bigint NOT NULL,
  last_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, hider_id)
);
CALL secure_table('hiding_count');
CALL open_table_to('hiding_count', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON hiding_count TO imas_app;
GRANT SELECT, DELETE ON hiding_count TO imas_worker_fn;

-- The firing alerts that a rule's source (side 1) or target (side 2) matchers match, by the values of its equal labels.
-- is_both: the other matchers match it, too; such a source does not inhibit such a target, as in Alertmanager.
CREATE TABLE inhibition_member (
  tenant_id   uuid NOT NULL,
  rule_id     uuid NOT NULL,
  equal_key   uuid NOT NULL,
  side        smallint NOT NULL CHECK (side IN (1, 2)),
  fingerprint uuid NOT NULL,
  is_both     boolean NOT NULL,
  PRIMARY KEY (tenant_id, rule_id, equal_key, side, fingerprint),
  FOREIGN KEY (tenant_id, rule_id) REFERENCES inhibit_rule (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX inhibition_member_alert ON inhibition_member (tenant_id, fingerprint);
CALL secure_table('inhibition_member');
GRANT SELECT, INSERT, DELETE ON inhibition_member TO imas_app;

-- What begins to hide at due_at, and how far core has looked through the firing alerts for it.
CREATE TABLE hiding_scan (
  tenant_id     uuid NOT NULL,
  hider_id      uuid NOT NULL,
  due_at        timestamptz NOT NULL,
  after_created timestamptz,
  after_print   uuid,
  PRIMARY KEY (tenant_id, hider_id)
);
CREATE INDEX hiding_scan_due ON hiding_scan (due_at);
CALL secure_table('hiding_scan');
CALL open_table_to('hiding_scan', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON hiding_scan TO imas_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON hiding_scan TO imas_worker_fn;

-- Events that the ledger counts as suppressed: they would have opened or reopened an alert, and it was hidden. The recount's
-- source. at is that of the event's change in the journal.
CREATE TABLE suppression (
  tenant_id   uuid NOT NULL,
  fingerprint uuid NOT NULL,
  seq         integer NOT NULL,
  at          timestamptz NOT NULL,
  source_id   uuid NOT NULL,
  kind        smallint NOT NULL,
  PRIMARY KEY (tenant_id, fingerprint, seq)
);
CREATE INDEX suppression_at ON suppression (at);
CALL secure_table('suppression');
CALL open_table_to('suppression', 'imas_worker_fn');
GRANT SELECT ON suppression TO imas_app;
GRANT SELECT, INSERT, DELETE ON suppression TO imas_worker_fn;
GRANT INSERT, UPDATE ON ledger TO imas_worker_fn;
GRANT SELECT ON alert_state TO imas_worker_fn;
