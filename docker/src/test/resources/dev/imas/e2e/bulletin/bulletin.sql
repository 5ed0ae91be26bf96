-- What everybody should know for a while. It goes when its time is over.
CREATE TABLE bulletin (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id        uuid NOT NULL,
  text      text NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
  ends_at   timestamptz NOT NULL,
  incidents integer NOT NULL DEFAULT 0,                  -- opened since
  PRIMARY KEY (tenant_id, id)
);
CALL secure_table('bulletin');
GRANT SELECT, INSERT, UPDATE, DELETE ON bulletin TO imas_app;
