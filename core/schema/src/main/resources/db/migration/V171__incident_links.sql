-- How incidents belong together (INC-12). A link is stored once, and read from both ends: from_id is the parent, the effect, the
-- duplicate or what follows.
CREATE TABLE incident_link (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,
  kind      text NOT NULL, -- 'parent_of', 'caused_by', 'duplicate_of', 'follows', 'related'
  from_id   uuid NOT NULL,
  to_id     uuid NOT NULL,
  at        timestamptz NOT NULL,
  author    text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (kind <> 'related' OR from_id < to_id), -- it has no direction, so it has one order
  FOREIGN KEY (tenant_id, from_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, to_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX incident_link_once ON incident_link (tenant_id, from_id, to_id, kind);
CREATE INDEX incident_link_to ON incident_link (tenant_id, to_id);
CALL secure_table('incident_link');
GRANT SELECT, INSERT, DELETE ON incident_link TO imas_app;
