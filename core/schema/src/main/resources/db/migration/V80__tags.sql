-- Tags: words by which people find incidents again (INC-16).
CREATE TABLE tag (
  tenant_id          uuid NOT NULL REFERENCES tenant,
  id                 uuid NOT NULL,
  name               text NOT NULL CHECK (name <> '' AND length(name) <= 100),
  color              text NOT NULL DEFAULT '#6B7280' CHECK (color ~ '^#[0-9A-F]{6}$'),
  description        text NOT NULL DEFAULT '',
  auto_apply_pattern text CHECK (length(auto_apply_pattern) BETWEEN 1 AND 500), -- new incidents that it fits get the tag
  is_active          boolean NOT NULL DEFAULT true,
  version            integer NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX tag_name ON tag (tenant_id, lower(name));
CALL secure_table('tag');
CALL open_table_to('tag', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON tag TO imas_app;
GRANT SELECT ON tag TO imas_worker_fn;

-- The tags of an incident. A row dies with its incident; its timeline tells who added which, and who removed them.
CREATE TABLE incident_tag (
  tenant_id       uuid NOT NULL,
  incident_id     uuid NOT NULL,
  tag_id          uuid NOT NULL,
  added_by        text NOT NULL,                         -- a person, a token, or 'system'
  added_at        timestamptz NOT NULL,
  is_auto_applied boolean NOT NULL,                      -- by a rule, or by the tag's pattern
  PRIMARY KEY (tenant_id, incident_id, tag_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, id)
);
CREATE INDEX incident_tag_tag ON incident_tag (tenant_id, tag_id, incident_id);
CALL secure_table('incident_tag');
GRANT SELECT, INSERT, DELETE ON incident_tag TO imas_app;
