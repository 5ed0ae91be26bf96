-- Storms: a team's services open more incidents a minute than its tenant wants it to be told of one by one
-- (dev.imas.core.umbrella). A tenant without a row has no storms.
CREATE TABLE storm_policy (
  tenant_id          uuid PRIMARY KEY REFERENCES tenant,
  is_active          boolean NOT NULL,
  threshold          integer NOT NULL CHECK (threshold BETWEEN 2 AND 1000),  -- incidents of a team within a minute
  ends_below         integer NOT NULL CHECK (ends_below BETWEEN 1 AND 1000), -- fewer than so many a minute
  ends_after_seconds integer NOT NULL CHECK (ends_after_seconds BETWEEN 60 AND 86400),
  version            integer NOT NULL DEFAULT 1,
  updated_at         timestamptz NOT NULL DEFAULT now(),
  CHECK (ends_below <= threshold)
);
CALL secure_table('storm_policy');
CALL open_table_to('storm_policy', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON storm_policy TO imas_app;
GRANT SELECT ON storm_policy TO imas_worker_fn;

-- A storm, under the id of its umbrella, the incident that stands for those it holds. It runs until ended_at, and holds them
-- until closed_at. The row is locked for key share by whoever adds a child, and for update by whoever ends or closes it, so
-- that no child is added to a storm that is over.
CREATE TABLE storm (
  tenant_id   uuid NOT NULL,
  umbrella_id uuid NOT NULL,
  team_id     uuid NOT NULL,
  follows     text NOT NULL DEFAULT '',             -- the escalation policy that its services or rules name; empty: none
  threshold   integer NOT NULL,                     -- of the policy when it began
  loudest     smallint NOT NULL CHECK (loudest BETWEEN 1 AND 4), -- the most severe of which people were told in it
  began_at    timestamptz NOT NULL,
  calm_since  timestamptz,                          -- since when few enough are opened; NULL: they are not
  ended_at    timestamptz,                          -- NULL: it runs
  closed_at   timestamptz,                          -- its umbrella is over; NULL: it holds what is left of its children
  resolves_by text,                                 -- whoever resolves its children with it; NULL: they are released
  resolves_as text,                                 -- in these words
  PRIMARY KEY (tenant_id, umbrella_id),
  FOREIGN KEY (tenant_id, umbrella_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  CHECK (closed_at IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX storm_running ON storm (tenant_id, team_id, follows) WHERE ended_at IS NULL;
CREATE INDEX storm_unclosed ON storm (tenant_id) WHERE closed_at IS NULL;
CALL secure_table('storm');
CALL open_table_to('storm', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON storm TO imas_app;
GRANT SELECT ON storm TO imas_worker_fn;

-- An incident that a storm holds, or has held. It changes under the lock of its incident, but for the wish to release it.
CREATE TABLE storm_child (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  umbrella_id uuid NOT NULL,
  held_at     timestamptz NOT NULL,
  asked_by    text,                                 -- whoever wants it released
  released_at timestamptz,                          -- NULL: it is held while its storm is not closed
  released_by text,                                 -- 'system', or whoever wanted it
  PRIMARY KEY (tenant_id, incident_id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, umbrella_id) REFERENCES storm (tenant_id, umbrella_id) ON DELETE CASCADE,
  CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE INDEX storm_child_umbrella ON storm_child (tenant_id, umbrella_id, incident_id);
CALL secure_table('storm_child');
GRANT SELECT, INSERT, UPDATE ON storm_child TO imas_app;

-- A storm opens its umbrella.
ALTER TABLE incident DROP CONSTRAINT incident_origin_check;
ALTER TABLE incident ADD CONSTRAINT incident_origin_check CHECK (origin IN ('alert', 'api', 'heartbeat', 'storm')) NOT VALID;
