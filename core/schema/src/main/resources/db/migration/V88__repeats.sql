-- How often alerts were repeated: a row for each alert and quarter of an hour in which it was (R__91_repeats.sql). Nothing on the
-- way of a post writes it. Core counts what has grown since the row before, when the quarter is over.
CREATE TABLE repeat_quarter (
  at          timestamptz NOT NULL,                    -- when the quarter began
  tenant_id   uuid NOT NULL,
  fingerprint uuid NOT NULL,
  n           bigint NOT NULL CHECK (n >= 0),          -- repeats; 0: the first row of an alert that was there before
  after_at    timestamptz NOT NULL,                    -- it was heard of then, and the repeats came later
  last_at     timestamptz NOT NULL,                    -- when it was heard of last
  total       bigint NOT NULL,                         -- of the alert so far, from which the next row counts on
  PRIMARY KEY (fingerprint, tenant_id, at)
) PARTITION BY RANGE (at);
CALL secure_table('repeat_quarter');
CALL open_table_to('repeat_quarter', 'imas_worker_fn');
GRANT SELECT ON repeat_quarter TO imas_app;
GRANT SELECT, INSERT ON repeat_quarter TO imas_worker_fn;

-- From when on and up to when repeats were counted. One row, of the nil tenant.
CREATE TABLE repeat_pass (
  tenant_id uuid PRIMARY KEY,
  began     timestamptz NOT NULL,
  until     timestamptz NOT NULL
);
CALL secure_table('repeat_pass');
CALL open_table_to('repeat_pass', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON repeat_pass TO imas_worker_fn;
