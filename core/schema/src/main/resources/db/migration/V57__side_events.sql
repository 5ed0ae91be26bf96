-- What was posted and is no alert: dropped on purpose, a change, an action on an alert. kind and action: by number in
-- dev.imas.core.model, SideEventKind and AlertAction. n is how many events the row stands for: what is beyond the number kept of
-- a body is one row. All texts are bounded by the gateway; labels are a JSON object as text.
CREATE TABLE side_event (
  at          timestamptz NOT NULL DEFAULT now(),
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  source_id   uuid NOT NULL,
  receipt     uuid NOT NULL,
  received_at timestamptz NOT NULL,
  happened_at timestamptz NOT NULL,                    -- by the sender, never after it was received
  n           integer NOT NULL CHECK (n > 0),
  kind        smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  action      smallint CHECK (action BETWEEN 1 AND 2),
  fingerprint uuid,                                    -- of the alert that it is about
  dialect     text NOT NULL,
  title       text NOT NULL,
  author      text NOT NULL,
  note        text NOT NULL,
  link        text NOT NULL,
  labels      text NOT NULL,
  PRIMARY KEY (tenant_id, id, at),
  CHECK ((kind = 3) = (action IS NOT NULL) AND (kind <> 3 OR fingerprint IS NOT NULL))
) PARTITION BY RANGE (at);
CREATE INDEX side_event_changes ON side_event (tenant_id, happened_at) WHERE kind = 2;
CREATE INDEX side_event_receipt ON side_event (tenant_id, receipt);
CALL secure_table('side_event');
CALL open_table_to('side_event', 'imas_ingest_fn');
CALL open_table_to('side_event', 'imas_worker_fn');
GRANT SELECT ON side_event TO imas_app;
GRANT INSERT ON side_event TO imas_ingest_fn;
GRANT SELECT ON side_event TO imas_worker_fn;

-- Each is counted as what it is.
ALTER TABLE ledger
  ADD COLUMN dropped bigint NOT NULL DEFAULT 0,
  ADD COLUMN change bigint NOT NULL DEFAULT 0,
  ADD COLUMN action bigint NOT NULL DEFAULT 0;
ALTER TABLE ledger_closed
  ADD COLUMN dropped bigint NOT NULL DEFAULT 0,
  ADD COLUMN change bigint NOT NULL DEFAULT 0,
  ADD COLUMN action bigint NOT NULL DEFAULT 0;
