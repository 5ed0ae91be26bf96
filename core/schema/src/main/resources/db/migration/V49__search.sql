-- What search can find, as words; written by core after the change that it tells of (docs/adr/0060-search.md).

-- What still has to be written: a row for each transaction that changed something, not for each thing.
CREATE TABLE search_work (
  tenant_id       uuid NOT NULL,
  id              bigint GENERATED ALWAYS AS IDENTITY,
  alerts          uuid[] NOT NULL DEFAULT '{}',
  incidents       uuid[] NOT NULL DEFAULT '{}',
  entry_incidents uuid[] NOT NULL DEFAULT '{}',          -- entries of timelines: the incident of each,
  entry_seqs      integer[] NOT NULL DEFAULT '{}',       -- and its number
  PRIMARY KEY (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
CALL secure_table('search_work');
CALL open_table_to('search_work', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON search_work TO imas_app;
GRANT SELECT ON search_work TO imas_worker_fn;

-- Texts are found in buckets of some thousand, the newest first. A bucket has texts of one tenant and one kind.
CREATE TABLE search_bucket (
  tenant_id uuid NOT NULL,
  id        integer GENERATED ALWAYS AS IDENTITY,
  kind      smallint NOT NULL,                           -- dev.imas.core.search.SearchKind
  docs      integer NOT NULL,                            -- how many were ever written to it
  newest    timestamptz NOT NULL,                        -- no text of it is newer
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX search_bucket_newest ON search_bucket (tenant_id, kind, newest, id);
CALL secure_table('search_bucket');
CALL open_table_to('search_bucket', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON search_bucket TO imas_app;
GRANT SELECT ON search_bucket TO imas_worker_fn;

-- Each word has its bucket's number before it (17:disk), so that the index finds a word in one bucket without reading the
-- word's places in the others.
CREATE TABLE search_text (
  tenant_id uuid NOT NULL,
  kind      smallint NOT NULL,
  id        uuid NOT NULL,                               -- the incident, also of an entry; or the alert's fingerprint
  seq       integer NOT NULL,                            -- of an entry of the timeline, else 0
  bucket    integer NOT NULL,
  at        timestamptz NOT NULL,
  words     tsvector NOT NULL,
  PRIMARY KEY (tenant_id, kind, id, seq)
);
-- What was written last waits in a list, which each bucket's search reads anew: so it is short.
CREATE INDEX search_text_words ON search_text USING gin (words) WITH (gin_pending_list_limit = 64);
CALL secure_table('search_text');
CALL open_table_to('search_text', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON search_text TO imas_app;
GRANT SELECT, DELETE ON search_text TO imas_worker_fn;

-- What is there already is written by core like what comes.
CREATE POLICY before_search ON incident FOR SELECT TO imas_owner USING (true);
CREATE POLICY before_search ON alert_state FOR SELECT TO imas_owner USING (true);
CREATE POLICY before_search ON timeline FOR SELECT TO imas_owner USING (true);
CREATE POLICY before_search ON search_work FOR INSERT TO imas_owner WITH CHECK (true);
INSERT INTO search_work (tenant_id, incidents)
SELECT p.tenant_id, array_agg(p.id ORDER BY p.place)
  FROM (SELECT i.tenant_id, i.id, row_number() OVER (PARTITION BY i.tenant_id ORDER BY i.created_at) AS place FROM incident i) AS p
 GROUP BY p.tenant_id, p.place / 500 ORDER BY p.tenant_id, p.place / 500;
INSERT INTO search_work (tenant_id, alerts)
SELECT p.tenant_id, array_agg(p.fingerprint ORDER BY p.place)
  FROM (SELECT a.tenant_id, a.fingerprint, row_number() OVER (PARTITION BY a.tenant_id ORDER BY a.created_at) AS place
          FROM alert_state a) AS p
 GROUP BY p.tenant_id, p.place / 500 ORDER BY p.tenant_id, p.place / 500;
INSERT INTO search_work (tenant_id, entry_incidents, entry_seqs)
SELECT p.tenant_id, array_agg(p.incident_id ORDER BY p.place), array_agg(p.seq ORDER BY p.place)
  FROM (SELECT t.tenant_id, t.incident_id, t.seq, row_number() OVER (PARTITION BY t.tenant_id ORDER BY t.at) AS place
          FROM timeline t
         WHERE t.author <> 'system'
           AND t.type IN ('NOTE', 'STATUS_CHANGE', 'SEVERITY_CHANGE', 'SERVICE_CHANGE', 'ASSIGNMENT', 'EDITED', 'REOPENED',
                          'SCOPE_ADDED', 'SCOPE_REMOVED')) AS p
 GROUP BY p.tenant_id, p.place / 500 ORDER BY p.tenant_id, p.place / 500;
DROP POLICY before_search ON incident;
DROP POLICY before_search ON alert_state;
DROP POLICY before_search ON timeline;
DROP POLICY before_search ON search_work;
