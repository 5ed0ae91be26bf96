-- Durable timers by tenant, kind and subject. Those of the platform itself belong to the nil tenant. What the old table held
-- is made anew whenever core starts: it had no others.
DROP TABLE timer;

-- subject: what it is about, such as an incident; what belongs to that is below it, after a colon. A kind that this version
-- does not know is a newer one's, and left alone.
CREATE TABLE timer (
  tenant_id       uuid NOT NULL,
  kind            text COLLATE "C" NOT NULL CHECK (kind ~ '^[a-z][a-z0-9-]{0,59}$'),
  subject         text COLLATE "C" NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  life            uuid NOT NULL DEFAULT uuidv7(),         -- another one each time it is set or moved: what was claimed may be gone
  due_at          timestamptz NOT NULL,                   -- what it is set for
  try_at          timestamptz NOT NULL,                   -- due_at; later after a failure or while it is leased, sooner if asked
  recurs          text,                                   -- NULL: once; else as dev.imas.core.scheduler.Recurrence writes it
  elapses         boolean NOT NULL,                       -- set for some time from then on, and not for an instant
  set_at          timestamptz NOT NULL DEFAULT now(),     -- the clock by which try_at was decided
  payload         jsonb NOT NULL DEFAULT '{}',
  attempts        integer NOT NULL DEFAULT 0,             -- that failed since it last ended well
  claim           uuid,                                   -- of the process that has a lease
  last_started_at timestamptz,
  last_ended_at   timestamptz,
  last_late       interval,
  last_outcome    text,
  asked           text CHECK (asked IN ('run', 'skip')),  -- by a person, the last time
  asked_by        text,
  asked_at        timestamptz,
  PRIMARY KEY (tenant_id, kind, subject)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
-- Whether a kind has something due at all, and when it next will.
CREATE INDEX timer_next ON timer (kind, try_at);
-- Tenants take turns, each the oldest first.
CREATE INDEX timer_turn ON timer (kind, tenant_id, try_at, subject);
CALL secure_table('timer');
CALL open_table_to('timer', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON timer TO imas_app;
GRANT SELECT, UPDATE ON timer TO imas_worker_fn;

-- The latest that the database's clock has shown. One row, of the nil tenant. When it shows less, it was set back.
CREATE TABLE timer_clock (
  tenant_id  uuid PRIMARY KEY,
  seen_at    timestamptz NOT NULL,
  stepped_at timestamptz,                                 -- what it showed when that was found
  set_back   interval                                     -- by how much; NULL once timers are moved
);
CALL secure_table('timer_clock');
CALL open_table_to('timer_clock', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON timer_clock TO imas_worker_fn;
INSERT INTO timer_clock (tenant_id, seen_at) VALUES ('00000000-0000-0000-0000-000000000000', now());

-- As of the tables before (V7): no plan of the empty table is to be kept that walks over all rows of a tenant.
SELECT pg_restore_attribute_stats('schemaname', 'imas', 'relname', 'timer', 'attname', 'tenant_id', 'inherited', false,
                                  'version', 180000, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real);
