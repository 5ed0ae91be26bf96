-- Domains rather than checks of the table, which PostgreSQL reads and computes anew for each statement that touches a row,
-- whatever it sets: a domain is checked where a value is made.
CREATE DOMAIN alert_status AS smallint CHECK (VALUE IN (1, 2, 3)); -- FIRING, RESOLVED, SUPPRESSED

CREATE DOMAIN alert_severity AS smallint CHECK (VALUE BETWEEN 1 AND 4);

-- One row is one fingerprint of one tenant, as its last change of state left it. Written by the ingest and expiry functions
-- alone; read the view alert, which knows of the repeats since.
-- expires_bucket is ends_at rounded up to 5 minutes, so that it moves rarely.
-- Columns that are never NULL and of fixed width come first, so that finding a column takes no walk over the row.
-- The key begins with the fingerprint, which hashes the tenant, too: one comparison a step of the descent, not two.
CREATE TABLE alert_state (
  tenant_id        uuid NOT NULL,
  fingerprint      uuid NOT NULL,
  created_at       timestamptz NOT NULL,               -- when it was first received: the time in that receipt
  status           alert_status NOT NULL,
  severity         alert_severity NOT NULL,
  observed_told    boolean NOT NULL DEFAULT false,                 -- observed_at is the sender's word, not the time of receipt
  decision         smallint NOT NULL,                  -- how service and severity were found: dev.imas.core.rule.Decision
  rule_set_version integer NOT NULL,
  rule_index       integer NOT NULL,                   -- first rule that matched, -1 for none
  episode          integer NOT NULL DEFAULT 0,         -- 0: only a recovery was ever seen
  seq              integer NOT NULL DEFAULT 0,         -- transitions so far; (tenant, fingerprint, seq) is an event id
  stale_count      integer NOT NULL DEFAULT 0,         -- events counted as stale
  suppressed_count integer NOT NULL DEFAULT 0,         -- events counted as suppressed
  fire_count       bigint NOT NULL DEFAULT 0,          -- firings accepted
  dedup_count      bigint NOT NULL DEFAULT 0,          -- events counted as deduplicated
  first_seen       timestamptz NOT NULL,               -- of the present episode, by our clock
  last_seen        timestamptz NOT NULL,
  starts_at        timestamptz NOT NULL,               -- of the present episode, by the sender, never in our future
  observed_at      timestamptz NOT NULL,               -- newest time of any event applied to this row: see observed_told
  source_id        uuid NOT NULL,
  service_id       uuid NOT NULL,
  last_receipt     uuid NOT NULL,                      -- of the request that changed its state last
  sender_starts_at timestamptz,                        -- startsAt as the sender wrote it: names the episode
  ends_at          timestamptz,                        -- firing: when it expires unless renewed; else its end, if told
  expires_bucket   timestamptz,
  resolved_at      timestamptz,                        -- when it ended, by the sender where it says
  recovered_at     timestamptz,                        -- when we received the recovery; NULL when it expired
  opened_at        timestamptz,                        -- by the database's clock: see the view opening
  name             text NOT NULL,
  group_key        text NOT NULL,
  labels           text NOT NULL,                      -- JSON objects as text: parsed on read, off the hot path
  annotations      text NOT NULL,
  details          text NOT NULL,
  PRIMARY KEY (fingerprint, tenant_id)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.1);
-- Also finds the openings of a receipt, by the receipt's time.
CREATE INDEX alert_list ON alert_state (tenant_id, created_at);
CREATE INDEX alert_expiry ON alert_state (expires_bucket) WHERE status = 1 AND expires_bucket IS NOT NULL;
CALL secure_table('alert_state');
CALL open_table_to('alert_state', 'imas_ingest_fn');
CALL open_table_to('alert_state', 'imas_worker_fn');
GRANT SELECT ON alert_state TO imas_app;
GRANT SELECT, INSERT, UPDATE ON alert_state TO imas_ingest_fn;
GRANT SELECT, UPDATE ON alert_state TO imas_worker_fn;

-- What has repeated a firing alert since its last change of state: more than 95 of a hundred alerts of a storm are repeats of
-- what fires, and a row of a hundred bytes is updated at half the price of one of a thousand. A row here says that its alert
-- fires, with this severity. It is made by the first repeat, under the lock of the alert's row, and taken back into that row
-- by whatever changes the alert (absorbed), under the same lock.
-- No index may stand on a column that moves: it would end heap-only updates.
CREATE TABLE alert_repeat (
  tenant_id   uuid NOT NULL,
  fingerprint uuid NOT NULL,
  repeats     bigint NOT NULL,                         -- to be added to fire_count and to dedup_count
  last_seen   timestamptz NOT NULL,
  observed_at timestamptz NOT NULL,
  severity    alert_severity NOT NULL,
  ends_at     timestamptz,
  PRIMARY KEY (fingerprint, tenant_id)
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.1);
CALL secure_table('alert_repeat');
CALL open_table_to('alert_repeat', 'imas_ingest_fn');
CALL open_table_to('alert_repeat', 'imas_worker_fn');
GRANT SELECT ON alert_repeat TO imas_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_repeat TO imas_ingest_fn;
GRANT SELECT, DELETE ON alert_repeat TO imas_worker_fn;

-- Each change of an alert's state, but for openings that nothing has followed yet: the view journal shows those, too.
-- kind, status, priority: by name in R__10_codes.sql.
-- at is the database's clock, so that a stepped gateway clock cannot miss its partition.
CREATE TABLE transition (
  at               timestamptz NOT NULL DEFAULT now(),
  tenant_id        uuid NOT NULL,
  fingerprint      uuid NOT NULL,
  seq              integer NOT NULL,
  kind             smallint NOT NULL,
  episode          integer NOT NULL,
  severity         smallint NOT NULL,
  prior_severity   smallint,
  source_id        uuid NOT NULL,
  service_id       uuid NOT NULL,
  receipt          uuid,
  received_at      timestamptz NOT NULL,
  starts_at        timestamptz NOT NULL,
  rule_set_version integer NOT NULL,
  rule_index       integer NOT NULL,
  decision         smallint NOT NULL,
  group_key        text NOT NULL,
  PRIMARY KEY (fingerprint, seq, tenant_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX transition_receipt ON transition (tenant_id, receipt);
CALL secure_table('transition');
CALL open_table_to('transition', 'imas_ingest_fn');
CALL open_table_to('transition', 'imas_worker_fn');
GRANT SELECT ON transition TO imas_app;
GRANT INSERT ON transition TO imas_ingest_fn;
GRANT SELECT, INSERT ON transition TO imas_worker_fn;

-- A firing that came within the reorder window of a recovery which ended its episode: perhaps late, perhaps a new firing
-- under the old start. It waits for the end of the window: where nothing has followed it by then, the alert fires again
-- (refire_alerts). One row an alert, the newest such firing.
CREATE TABLE late_firing (
  tenant_id        uuid NOT NULL,
  fingerprint      uuid NOT NULL,
  due_at           timestamptz NOT NULL,
  received_at      timestamptz NOT NULL,
  source_id        uuid NOT NULL,
  service_id       uuid NOT NULL,
  receipt          uuid NOT NULL,
  starts_at        timestamptz NOT NULL,
  sender_starts_at timestamptz,
  observed_at      timestamptz NOT NULL,
  ends_at          timestamptz,
  severity         alert_severity NOT NULL,
  decision         smallint NOT NULL,
  rule_set_version integer NOT NULL,
  rule_index       integer NOT NULL,
  name             text NOT NULL,
  group_key        text NOT NULL,
  labels           text NOT NULL,
  annotations      text NOT NULL,
  details          text NOT NULL,
  PRIMARY KEY (fingerprint, tenant_id)
);
CREATE INDEX late_firing_due ON late_firing (due_at);
CALL secure_table('late_firing');
CALL open_table_to('late_firing', 'imas_ingest_fn');
CALL open_table_to('late_firing', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON late_firing TO imas_ingest_fn;
GRANT SELECT, DELETE ON late_firing TO imas_worker_fn;

-- Since when senders can speak to us without a gap: some gateway listens and reaches the database. One row, of the nil
-- tenant. What was not heard while nobody listened is no sender's silence.
CREATE TABLE listening (
  tenant_id uuid PRIMARY KEY,
  since     timestamptz NOT NULL,
  until     timestamptz NOT NULL,                      -- when a gateway last said so
  absence   interval NOT NULL                          -- the gap before since
);
CALL secure_table('listening');
CALL open_table_to('listening', 'imas_ingest_fn');
CALL open_table_to('listening', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON listening TO imas_ingest_fn;
GRANT SELECT ON listening TO imas_worker_fn;

-- What must still happen because of a transition. Deleted by the transaction that does the work: claim_outbox.
CREATE TABLE outbox (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  tenant_id   uuid NOT NULL,
  fingerprint uuid NOT NULL,
  seq         integer NOT NULL,
  kind        smallint NOT NULL,
  priority    smallint NOT NULL,                       -- 0 for what may have to page as SEV1 or SEV2, 1 for the rest
  severity    smallint NOT NULL,
  source_id   uuid NOT NULL,
  service_id  uuid NOT NULL,
  received_at timestamptz NOT NULL,
  starts_at   timestamptz NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  not_before  timestamptz,
  attempts    smallint NOT NULL DEFAULT 0,
  decision    smallint NOT NULL,
  group_key   text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
CREATE INDEX outbox_claim ON outbox (priority, tenant_id, id);
CALL secure_table('outbox');
CALL open_table_to('outbox', 'imas_ingest_fn');
CALL open_table_to('outbox', 'imas_worker_fn');
GRANT MAINTAIN ON outbox TO imas_app;
GRANT SELECT (id, tenant_id, priority, not_before), INSERT ON outbox TO imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO imas_worker_fn;

-- What was accepted, and what became of it. shard is the committer, so that committers do not wait for each other on one
-- row, and above its 16 bits the slice of a minute in which it commits often; sums are taken over it. accepted is counted by
-- the decoder, on its own.
CREATE TABLE ledger (
  tenant_id     uuid NOT NULL,
  source_id     uuid NOT NULL,
  minute        timestamptz NOT NULL,
  shard         integer NOT NULL,
  accepted      bigint NOT NULL DEFAULT 0,
  opened        bigint NOT NULL DEFAULT 0,
  deduplicated  bigint NOT NULL DEFAULT 0,
  resolved      bigint NOT NULL DEFAULT 0,
  reopened      bigint NOT NULL DEFAULT 0,
  suppressed    bigint NOT NULL DEFAULT 0,
  stale         bigint NOT NULL DEFAULT 0,
  dead_lettered bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, source_id, minute, shard)
) PARTITION BY RANGE (minute);
CALL secure_table('ledger');
CALL open_table_to('ledger', 'imas_ingest_fn');
CALL open_table_to('ledger', 'imas_worker_fn');
GRANT SELECT ON ledger TO imas_app, imas_worker_fn;
GRANT SELECT, INSERT, UPDATE ON ledger TO imas_ingest_fn;

-- The sums of ledger partitions that were dropped; everything before closed_until is in here and nowhere else.
CREATE TABLE ledger_closed (
  tenant_id     uuid NOT NULL,
  source_id     uuid NOT NULL,
  closed_until  timestamptz NOT NULL,
  accepted      bigint NOT NULL,
  opened        bigint NOT NULL,
  deduplicated  bigint NOT NULL,
  resolved      bigint NOT NULL,
  reopened      bigint NOT NULL,
  suppressed    bigint NOT NULL,
  stale         bigint NOT NULL,
  dead_lettered bigint NOT NULL,
  PRIMARY KEY (tenant_id, source_id)
);
CALL secure_table('ledger_closed');
CALL open_table_to('ledger_closed', 'imas_worker_fn');
GRANT SELECT ON ledger_closed TO imas_app;
GRANT SELECT, INSERT, UPDATE ON ledger_closed TO imas_worker_fn;

-- What was accepted and could not be read (counted), or was refused whole and is kept for a person (not counted).
CREATE TABLE dead_letter (
  at           timestamptz NOT NULL DEFAULT now(),
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  source_id    uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('element', 'rejected', 'body')),
  counted      boolean NOT NULL,
  dialect      text NOT NULL,
  pointer      text NOT NULL DEFAULT '',
  reason       text NOT NULL,
  receipt      uuid,
  received_at  timestamptz NOT NULL,
  content_type text,
  body         bytea NOT NULL,
  body_size    integer NOT NULL,                       -- of the original; body may be cut to 64 KiB
  replayed_at  timestamptz,
  replayed_by  text,
  replay_receipt uuid,
  PRIMARY KEY (tenant_id, id, at)
) PARTITION BY RANGE (at);
CREATE INDEX dead_letter_receipt ON dead_letter (tenant_id, receipt);
CALL secure_table('dead_letter');
CALL open_table_to('dead_letter', 'imas_ingest_fn');
CALL open_table_to('dead_letter', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE (replayed_at, replayed_by, replay_receipt) ON dead_letter TO imas_app;
GRANT INSERT ON dead_letter TO imas_ingest_fn;
GRANT SELECT ON dead_letter TO imas_worker_fn;
