-- The newest bodies that sources have posted, to be looked at and tried (R__47_recent_bodies.sql). Sealed with a key of the tenant
-- and the day: once the key is gone nobody reads them, not in a backup either. Of a day and source there are no more than twenty,
-- each overwritten by later ones; whole days are dropped.
CREATE TABLE recent_body_key (
  tenant_id uuid NOT NULL,
  day       date NOT NULL,
  sealed    bytea NOT NULL,
  PRIMARY KEY (tenant_id, day)
);
CALL secure_table('recent_body_key');
CALL open_table_to('recent_body_key', 'imas_ingest_fn');
CALL open_table_to('recent_body_key', 'imas_worker_fn');
GRANT SELECT ON recent_body_key TO imas_app;
GRANT SELECT, INSERT ON recent_body_key TO imas_ingest_fn;
GRANT SELECT, DELETE ON recent_body_key TO imas_worker_fn;

CREATE TABLE recent_body (
  at           timestamptz NOT NULL,                   -- the start of the day, in UTC, in which it was kept
  tenant_id    uuid NOT NULL,
  source_id    uuid NOT NULL,
  slot         smallint NOT NULL CHECK (slot BETWEEN 0 AND 19),
  receipt      uuid NOT NULL,
  received_at  timestamptz NOT NULL,
  dialect      text NOT NULL,
  size         integer NOT NULL CHECK (size >= 0),     -- bytes, before it was compressed
  alerts       integer NOT NULL CHECK (alerts >= 0),
  dead_letters integer NOT NULL CHECK (dead_letters >= 0),
  sealed       bytea,                                  -- null where it was too large to be kept
  PRIMARY KEY (tenant_id, source_id, slot, at)
) PARTITION BY RANGE (at);
CALL secure_table('recent_body');
CALL open_table_to('recent_body', 'imas_ingest_fn');
GRANT SELECT, DELETE ON recent_body TO imas_app;
GRANT SELECT, INSERT, UPDATE ON recent_body TO imas_ingest_fn;
