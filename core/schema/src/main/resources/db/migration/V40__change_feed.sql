-- The change feed (docs/adr/0057): what changed of a tenant, in an order that stays. A row is what one transaction changed of one
-- topic, so that a batch of intake writes one row however many alerts it has. subjects, versions, services, incidents and
-- severities have an element for each change; an array is NULL where the topic has no such thing.
--
-- Whoever changes something inserts the row in the transaction of the change, without a number. first is set later, by
-- number_feed alone: the number of the row's first change. Those of the others follow it.
CREATE TABLE feed_change (
  tenant_id  uuid NOT NULL,
  id         bigint GENERATED ALWAYS AS IDENTITY,
  at         timestamptz NOT NULL DEFAULT now(),       -- when its transaction began
  first      bigint,
  changes    integer NOT NULL CHECK (changes > 0),     -- how many
  topic      text NOT NULL CHECK (topic IN ('incident', 'alert', 'delivery', 'schedule')), -- later: 'silence'
  subjects   uuid[] NOT NULL,                          -- what changed: an id, of an alert the fingerprint
  versions   integer[],                                -- its version then; of an alert the seq of its last change
  services   uuid[],
  incidents  uuid[],
  severities smallint[],
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE INDEX feed_change_waiting ON feed_change (tenant_id, id) WHERE first IS NULL;
CREATE UNIQUE INDEX feed_change_number ON feed_change (tenant_id, first) WHERE first IS NOT NULL;
-- Ids are random: compressing them costs time and saves nothing.
ALTER TABLE feed_change ALTER COLUMN subjects SET STORAGE EXTERNAL;
CALL secure_table('feed_change');
CALL open_table_to('feed_change', 'imas_worker_fn');
GRANT SELECT, INSERT ON feed_change TO imas_app;
GRANT SELECT, INSERT, UPDATE (first), DELETE ON feed_change TO imas_worker_fn;

-- The number of a tenant's newest change. Written by number_feed alone, so that no writer of the tenant waits for another.
CREATE TABLE feed_head (
  tenant_id uuid PRIMARY KEY,
  last      bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CALL secure_table('feed_head');
CALL open_table_to('feed_head', 'imas_worker_fn');
GRANT SELECT ON feed_head TO imas_app;
GRANT SELECT, INSERT, UPDATE (last) ON feed_head TO imas_worker_fn;
