-- The public status page of a tenant (docs/adr/0070). What it shows was typed by people for it: nothing here comes from alerts.
CREATE TABLE status_page (
  tenant_id   uuid PRIMARY KEY REFERENCES tenant,
  is_public   boolean NOT NULL DEFAULT false,
  slug        text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),  -- of its address
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
  revision    bigint NOT NULL DEFAULT 1,               -- moves with whatever the page shows
  version     integer NOT NULL DEFAULT 1,              -- moves with this row's own settings
  updated_at  timestamptz NOT NULL DEFAULT now()
);
-- Across tenants, since addresses are. It covers public pages alone, so that it tells nobody of a page that is not.
CREATE UNIQUE INDEX status_page_slug ON status_page (slug) WHERE is_public;
CALL secure_table('status_page');
CALL open_table_to('status_page', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON status_page TO imas_app;
GRANT SELECT ON status_page TO imas_worker_fn;

CREATE TABLE status_component (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  in_group    text NOT NULL DEFAULT '' CHECK (length(in_group) <= 100),  -- '': in none
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
  position    integer NOT NULL DEFAULT 0,
  state       text NOT NULL DEFAULT 'operational' CHECK (state ~ '^[a-z_]{1,20}$'),  -- as a person has set it
  service_id  uuid,                                    -- proposes it when an incident of the service is published
  scope_id    uuid,                                    -- the same for an impact scope
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id) ON DELETE SET NULL (service_id),
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope (tenant_id, id) ON DELETE SET NULL (scope_id)
);
CREATE UNIQUE INDEX status_component_name ON status_component (tenant_id, lower(name));
CREATE INDEX status_component_service ON status_component (tenant_id, service_id) WHERE service_id IS NOT NULL;
CREATE INDEX status_component_scope ON status_component (tenant_id, scope_id) WHERE scope_id IS NOT NULL;
CALL secure_table('status_component');
GRANT SELECT, INSERT, UPDATE, DELETE ON status_component TO imas_app;

CREATE TABLE status_maintenance (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  id         uuid NOT NULL,
  title      text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  message    text NOT NULL DEFAULT '' CHECK (length(message) <= 5000),
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  components uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(components) <= 200),
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CHECK (ends_at >= starts_at)
);
CREATE INDEX status_maintenance_end ON status_maintenance (tenant_id, ends_at);
CALL secure_table('status_maintenance');
GRANT SELECT, INSERT, UPDATE, DELETE ON status_maintenance TO imas_app;

-- What a person has published. It outlives the incident that it is about, if it is about one.
CREATE TABLE status_incident (
  tenant_id   uuid NOT NULL REFERENCES tenant,
  id          uuid NOT NULL,
  about       uuid,                                    -- the incident; for those who work on it, never public
  title       text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  impact      text NOT NULL CHECK (impact ~ '^[a-z_]{1,20}$'),
  state       text NOT NULL CHECK (state ~ '^[a-z_]{1,20}$'),
  components  uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(components) <= 200),
  updates     integer NOT NULL DEFAULT 0,              -- how many there are
  version     integer NOT NULL DEFAULT 1,
  started_at  timestamptz NOT NULL,
  resolved_at timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX status_incident_about ON status_incident (tenant_id, about) WHERE about IS NOT NULL;
CREATE INDEX status_incident_resolved ON status_incident (tenant_id, resolved_at);
CALL secure_table('status_incident');
GRANT SELECT, INSERT, UPDATE, DELETE ON status_incident TO imas_app;

CREATE TABLE status_update (
  tenant_id   uuid NOT NULL,
  incident    uuid NOT NULL,                           -- the published one
  seq         integer NOT NULL,
  state       text NOT NULL CHECK (state ~ '^[a-z_]{1,20}$'),
  message     text NOT NULL CHECK (length(message) BETWEEN 1 AND 5000),
  author      text NOT NULL,                           -- never public
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident, seq),
  FOREIGN KEY (tenant_id, incident) REFERENCES status_incident (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('status_update');
GRANT SELECT, INSERT ON status_update TO imas_app;
