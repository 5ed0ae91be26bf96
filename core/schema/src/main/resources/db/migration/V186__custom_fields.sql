-- What a tenant wants to know of its incidents besides (C69). The key and the type never change. A field is archived and never
-- deleted, so that values stay readable.
CREATE TABLE custom_field (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  key         text NOT NULL CHECK (key ~ '^[a-z0-9]+([-_][a-z0-9]+)*$' AND length(key) <= 40),
  label       text NOT NULL CHECK (label <> '' AND length(label) <= 100),
  description text NOT NULL DEFAULT '',
  type        text NOT NULL CHECK (type IN ('text', 'number', 'boolean', 'date', 'instant', 'url', 'user', 'team', 'service',
                                            'select', 'multi_select')),
  required_at text NOT NULL CHECK (required_at IN ('none', 'create', 'resolve')),
  is_archived boolean NOT NULL DEFAULT false,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX custom_field_key ON custom_field (tenant_id, key);
CALL secure_table('custom_field');
CALL open_table_to('custom_field', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON custom_field TO imas_app;
GRANT SELECT ON custom_field TO imas_worker_fn;

-- What can be chosen for a field, in its order. The label changes freely; an option is archived and never deleted.
CREATE TABLE custom_field_option (
  tenant_id   uuid NOT NULL,
  field_id    uuid NOT NULL,
  id          text NOT NULL CHECK (id ~ '^[a-z0-9]+([-_][a-z0-9]+)*$' AND length(id) <= 40),
  label       text NOT NULL CHECK (label <> '' AND length(label) <= 100),
  position    smallint NOT NULL,
  is_archived boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, field_id, id),
  FOREIGN KEY (tenant_id, field_id) REFERENCES custom_field
);
CALL secure_table('custom_field_option');
GRANT SELECT, INSERT, UPDATE ON custom_field_option TO imas_app;

-- The values of an incident: a row for each, several only of a field in which several options are chosen. They are written before
-- a new incident is, in its transaction. A row dies with its incident.
CREATE TABLE incident_field_value (
  tenant_id     uuid NOT NULL,
  incident_id   uuid NOT NULL,
  field_id      uuid NOT NULL,
  position      smallint NOT NULL,
  value_key     text NOT NULL,             -- the value in the spelling by which incidents are found
  text_value    text,                      -- a text, an address, the id of an option
  number_value  numeric,
  boolean_value boolean,
  date_value    date,
  instant_value timestamptz,
  ref_value     uuid,                      -- a user, a team, a service
  opened_at     timestamptz NOT NULL,      -- when the incident was opened, by which lists are ordered
  PRIMARY KEY (tenant_id, incident_id, field_id, position),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant_id, field_id) REFERENCES custom_field,
  CHECK (num_nonnulls(text_value, number_value, boolean_value, date_value, instant_value, ref_value) = 1)
);
CREATE INDEX incident_field_value_found ON incident_field_value
  (tenant_id, field_id, value_key, opened_at DESC, incident_id DESC);
CALL secure_table('incident_field_value');
GRANT SELECT, INSERT, DELETE ON incident_field_value TO imas_app;

-- The incidents in which a value is missing that was required when they were opened or resolved.
CREATE TABLE incident_missing_field (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  fields      uuid[] NOT NULL,             -- never empty
  opened_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX incident_missing_field_list ON incident_missing_field (tenant_id, opened_at DESC, incident_id DESC);
CALL secure_table('incident_missing_field');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_missing_field TO imas_app;
