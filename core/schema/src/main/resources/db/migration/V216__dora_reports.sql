-- Monthly reports of DORA metrics that were made: what was asked, what was known, and what came out, so that each can be made
-- again and compared. digest is SHA-256 over the figures. The team and the service may be deleted later.
CREATE TABLE dora_report (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  month       date NOT NULL CHECK (extract(day FROM month) = 1),
  service_id  uuid,
  team_id     uuid,
  environment text NOT NULL DEFAULT '' CHECK (length(environment) <= 200),
  definition  text NOT NULL CHECK (length(definition) <= 50),
  as_of       timestamptz NOT NULL,
  deployments integer NOT NULL CHECK (deployments >= 0),
  pushes      integer NOT NULL CHECK (pushes >= 0),
  incidents   integer NOT NULL CHECK (incidents >= 0),
  digest      bytea NOT NULL CHECK (length(digest) = 32),
  made_by     text NOT NULL,
  made_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX dora_report_asked
  ON dora_report (tenant_id, month, service_id, team_id, environment, as_of, definition) NULLS NOT DISTINCT;
CREATE INDEX dora_report_made ON dora_report (made_at);
CALL secure_table('dora_report');
CALL open_table_to('dora_report', 'imas_worker_fn');
GRANT SELECT, INSERT ON dora_report TO imas_app;
GRANT SELECT, UPDATE, DELETE ON dora_report TO imas_worker_fn;
