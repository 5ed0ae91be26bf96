-- Impact scopes: who else an incident concerns (INC-20), and whom that tells (RTE-02).
CREATE TABLE impact_scope (
  tenant_id         uuid NOT NULL REFERENCES tenant,
  id                uuid NOT NULL,
  name              text NOT NULL CHECK (name <> '' AND length(name) <= 100),
  description       text NOT NULL DEFAULT '',
  actions           text NOT NULL DEFAULT '',           -- what is to be done, in the words that its recipients read
  team_id           uuid,                               -- whose on-call is told, too
  labels            text[] NOT NULL DEFAULT '{}',       -- matchers: whose alerts open incidents with this scope; empty: nobody's
  legal_clock_hours integer CHECK (legal_clock_hours BETWEEN 1 AND 8760),
  is_active         boolean NOT NULL DEFAULT true,
  version           integer NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id)
);
CREATE UNIQUE INDEX impact_scope_name ON impact_scope (tenant_id, lower(name));
CREATE INDEX impact_scope_team ON impact_scope (tenant_id, team_id) WHERE team_id IS NOT NULL;

-- The examples of INC-20, for the tenants that there are; those to come get them from seed_impact_scopes. Without addresses
-- they tell nobody.
INSERT INTO impact_scope (tenant_id, id, name, description, actions, legal_clock_hours)
SELECT t.tenant_id, uuidv7(), s.name, s.description, s.actions, s.hours
  FROM tenant t
 CROSS JOIN (VALUES
   ('Security Breach', 'Somebody may have seen or changed what they must not', 'Tell the CISO at once', NULL),
   ('GDPR/Legal', 'Personal data or a legal duty is concerned', 'Document what happened within 72 h', 72),
   ('Public Relations', 'Customers or the press will ask', 'Prepare what customers are told', NULL),
   ('Financial Impact', 'Money is lost while it lasts', 'Estimate the loss', NULL)) AS s(name, description, actions, hours)
 WHERE t.tenant_id <> '00000000-0000-0000-0000-000000000000';
CALL secure_table('impact_scope');
CALL open_table_to('impact_scope', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON impact_scope TO imas_app;
GRANT SELECT ON impact_scope TO imas_worker_fn;

-- Who is told in any case. The address is a receiver, as those that steps of escalation name.
CREATE TABLE impact_scope_address (
  tenant_id  uuid NOT NULL,
  scope_id   uuid NOT NULL,
  address_id uuid NOT NULL,
  position   integer NOT NULL,
  PRIMARY KEY (tenant_id, scope_id, address_id),
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, address_id) REFERENCES escalation_address (tenant_id, id)
);
CALL secure_table('impact_scope_address');
GRANT SELECT, INSERT, DELETE ON impact_scope_address TO imas_app;

-- The scopes of an incident. A row dies with its incident; its timeline tells who added which, and who removed them.
CREATE TABLE incident_scope (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  scope_id    uuid NOT NULL,
  added_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, incident_id, scope_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id),
  FOREIGN KEY (tenant_id, scope_id) REFERENCES impact_scope (tenant_id, id)
);
CREATE INDEX incident_scope_scope ON incident_scope (tenant_id, scope_id, incident_id);
CALL secure_table('incident_scope');
CALL open_table_to('incident_scope', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON incident_scope TO imas_app;
GRANT SELECT, DELETE ON incident_scope TO imas_worker_fn;

-- Steps of escalation may name a scope.
ALTER TABLE escalation_policy_reference DROP CONSTRAINT escalation_policy_reference_kind_check;
ALTER TABLE escalation_policy_reference
  ADD CONSTRAINT escalation_policy_reference_kind_check CHECK (kind IN ('user', 'team', 'schedule', 'contact', 'scope'));
