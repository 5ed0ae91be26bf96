-- A number for each alert within its tenant: what a list of ten thousand rows names its rows by, since fingerprints do not
-- compress (docs/adr/0058). Core gives it when it first follows the alert, so ingest has no part in it.
--
-- One row a lane, so that the urgent lane never waits for the bulk one: of both, core runs one unit per tenant at a time. The
-- numbers of lane 0 are 3, 6, 9 …, those of lane 1 are 4, 7, 10 …
CREATE TABLE alert_number (
  tenant_id uuid NOT NULL,
  lane      smallint NOT NULL CHECK (lane IN (0, 1)),
  given     bigint NOT NULL,                           -- how many so far
  PRIMARY KEY (tenant_id, lane)
) WITH (fillfactor = 50);
CALL secure_table('alert_number');
GRANT SELECT, INSERT, UPDATE ON alert_number TO imas_app;

-- 5, 8, 11 …: for what was followed before, and for core processes of a version before, which do not name the column.
CREATE SEQUENCE alert_number_before;
GRANT USAGE ON SEQUENCE alert_number_before TO imas_app;
ALTER TABLE alert_progress ADD COLUMN number bigint NOT NULL DEFAULT 3 * nextval('alert_number_before') + 2;
CREATE UNIQUE INDEX alert_progress_number ON alert_progress (tenant_id, number);
