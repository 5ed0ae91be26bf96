-- Secret addresses under which calendars read shifts. Only SHA-256 of a token is stored, as with API tokens.
CREATE TABLE calendar_feed (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  id           uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('schedule', 'team', 'user')),
  subject_id   uuid NOT NULL,
  token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  hint         text NOT NULL,
  made_at      timestamptz NOT NULL,
  made_by      text NOT NULL,
  revoked_at   timestamptz,
  last_read_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CALL secure_table('calendar_feed');
CALL open_table_to('calendar_feed', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE (revoked_at, last_read_at) ON calendar_feed TO imas_app;
GRANT SELECT ON calendar_feed TO imas_worker_fn;
