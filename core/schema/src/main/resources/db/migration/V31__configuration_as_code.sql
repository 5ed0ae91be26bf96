-- What documents keep (dev.imas.core.configuration). A set prunes only what it keeps.
CREATE TABLE managed_object (
  tenant_id uuid NOT NULL REFERENCES tenant,
  kind      text NOT NULL CHECK (kind <> ''),
  key       text NOT NULL CHECK (key <> '' AND length(key) <= 100),   -- stays when the name changes
  set_name  text NOT NULL CHECK (set_name <> '' AND length(set_name) <= 100),
  object_id uuid NOT NULL,                                            -- nil for what a tenant has one of
  since     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind, key),
  UNIQUE (tenant_id, kind, object_id)
);
CALL secure_table('managed_object');
GRANT SELECT, INSERT, DELETE ON managed_object TO imas_app;
