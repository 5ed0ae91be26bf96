-- Which changes came before an incident, how suspect each is, and what people say of it.

-- kind: 1 of deployment, 2 of a change in side_event. Events are forgotten after a month, so what is shown of a change is kept
-- here. judgement: 1 suspected, 2 confirmed, 3 rejected. lines: what the score is the sum of. state: of a deployment, as there.
-- No foreign key to incident: rows are written beside whatever locks the incident to page, and must not wait for it.
CREATE TABLE incident_change (
  tenant_id     uuid NOT NULL,
  incident_id   uuid NOT NULL,
  kind          smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),
  change_id     uuid NOT NULL,
  title         text NOT NULL,
  link          text NOT NULL,
  happened_at   timestamptz NOT NULL,
  score         integer NOT NULL DEFAULT 0 CHECK (score >= 0),
  rank          smallint CHECK (rank >= 1),            -- 1 is the first suspect; NULL if people named it
  lines         text NOT NULL DEFAULT '[]',
  computed_at   timestamptz NOT NULL,
  judgement     smallint NOT NULL DEFAULT 1 CHECK (judgement BETWEEN 1 AND 3),
  service_id    uuid,                                  -- whose change it was, where that was known
  repository    text NOT NULL DEFAULT '',
  environment   text NOT NULL DEFAULT '',
  author        text NOT NULL DEFAULT '',
  state         smallint CHECK (state BETWEEN 1 AND 6),
  PRIMARY KEY (tenant_id, incident_id, kind, change_id)
);
CREATE UNIQUE INDEX incident_change_cause ON incident_change (tenant_id, incident_id) WHERE judgement = 2;
CREATE INDEX incident_change_change ON incident_change (tenant_id, kind, change_id);
-- What was judged of a service's changes before.
CREATE INDEX incident_change_judged ON incident_change (tenant_id, service_id, happened_at) WHERE judgement > 1;

-- What people said, and when: figures of an earlier time read it as it was then. Rows are only added.
CREATE TABLE incident_change_judgement (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  incident_id uuid NOT NULL,
  kind        smallint NOT NULL CHECK (kind BETWEEN 1 AND 2),
  change_id   uuid NOT NULL,
  judgement   smallint NOT NULL CHECK (judgement BETWEEN 1 AND 3),
  judged_by   uuid,                                    -- the user, where one is known
  judged_name text NOT NULL,
  why         text NOT NULL DEFAULT '' CHECK (length(why) <= 2000),
  at          timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX incident_change_judgement_of ON incident_change_judgement (tenant_id, kind, change_id, at);
CREATE INDEX incident_change_judgement_incident ON incident_change_judgement (tenant_id, incident_id, at);

-- How far the suspects of an incident were worked out. changes: how many there were in the day before it. latest_kind and
-- latest_id: the last change of its own service, which is what one would name without a score. The row is made after the incident,
-- by who works it out.
CREATE TABLE incident_suspects (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  opened_at   timestamptz NOT NULL,
  detected_at timestamptz NOT NULL,
  next_at     timestamptz,                             -- NULL: no further pass, unless a fact comes late
  computed_at timestamptz,
  changes     integer NOT NULL DEFAULT 0,
  latest_kind smallint CHECK (latest_kind BETWEEN 1 AND 2),
  latest_id   uuid,
  PRIMARY KEY (tenant_id, incident_id)
);
CREATE INDEX incident_suspects_next ON incident_suspects (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX incident_suspects_detected ON incident_suspects (tenant_id, detected_at);

CALL secure_table('incident_change');
CALL secure_table('incident_change_judgement');
CALL secure_table('incident_suspects');
CALL open_table_to('incident_change', 'imas_worker_fn');
CALL open_table_to('incident_change_judgement', 'imas_worker_fn');
CALL open_table_to('incident_suspects', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_change TO imas_app;
GRANT SELECT, INSERT ON incident_change_judgement TO imas_app;
GRANT SELECT, INSERT, UPDATE ON incident_suspects TO imas_app;
GRANT SELECT, UPDATE, DELETE ON incident_change TO imas_worker_fn;
GRANT SELECT, UPDATE, DELETE ON incident_change_judgement TO imas_worker_fn;
GRANT SELECT, UPDATE, DELETE ON incident_suspects TO imas_worker_fn;
