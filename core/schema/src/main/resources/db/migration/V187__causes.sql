-- Why incidents happen: the causes from which one is chosen when an incident is resolved (C80). A cause may be part of another
-- one, which is part of none. It is archived and never deleted, so that figures of the past keep its name.
CREATE TABLE cause (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  key         text NOT NULL CHECK (key ~ '^[a-z0-9]+([-_][a-z0-9]+)*$' AND length(key) <= 40 AND key <> 'unknown'),
  label       text NOT NULL CHECK (label <> '' AND length(label) <= 100),
  parent_id   uuid,
  position    smallint NOT NULL,
  is_archived boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, parent_id) REFERENCES cause
);
CREATE UNIQUE INDEX cause_key ON cause (tenant_id, key);
CREATE INDEX cause_parent ON cause (tenant_id, parent_id);
CALL secure_table('cause');
GRANT SELECT, INSERT, UPDATE ON cause TO imas_app;

-- How often a tenant's causes were changed: the version of all of them together.
CREATE TABLE cause_taxonomy (
  tenant_id uuid PRIMARY KEY REFERENCES tenant,
  version   integer NOT NULL
);
CALL secure_table('cause_taxonomy');
GRANT SELECT, INSERT, UPDATE ON cause_taxonomy TO imas_app;

-- The cause of an incident. Empty: somebody said that it is unknown. Without a row, nobody has said anything.
CREATE TABLE incident_cause (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  cause_id    uuid,
  chosen_by   text NOT NULL,
  chosen_at   timestamptz NOT NULL,
  opened_at   timestamptz NOT NULL,        -- when the incident was opened, by which lists are ordered
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, cause_id) REFERENCES cause
);
CREATE INDEX incident_cause_found ON incident_cause (tenant_id, cause_id, opened_at DESC, incident_id DESC);
CALL secure_table('incident_cause');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_cause TO imas_app;
