-- What was written to the stakeholders of an incident. It was sent, so it is never changed.
CREATE TABLE incident_update (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  incident_id uuid NOT NULL,
  number      integer NOT NULL,          -- within its incident, from 1
  status      text NOT NULL,             -- 'investigating', 'identified', 'monitoring', 'resolved'
  message     text NOT NULL,
  next_by     timestamptz,               -- when the next one was promised for
  receivers   integer NOT NULL,          -- so many were to be told
  author      text NOT NULL,
  author_id   uuid,
  at          timestamptz NOT NULL,
  idempotency_key bytea,                 -- hashes, of the request that sent it
  request_hash    bytea,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX incident_update_number ON incident_update (tenant_id, incident_id, number);
CALL secure_table('incident_update');
CALL open_table_to('incident_update', 'imas_worker_fn');
GRANT SELECT, INSERT ON incident_update TO imas_app;
GRANT SELECT, DELETE ON incident_update TO imas_worker_fn;

-- How things stand between an incident and its stakeholders: one row for each incident that they have heard of.
CREATE TABLE incident_promise (
  tenant_id     uuid NOT NULL,
  incident_id   uuid NOT NULL,
  last_status   text,                    -- of the latest update; null where there is none
  next_by       timestamptz,             -- null: nothing is promised
  promised_by   text,
  promised_by_id uuid,
  remind_at     timestamptz,             -- null: nobody is to be reminded
  passed_to     uuid,                    -- the incident that this one was merged into, which has the promise now
  is_last_asked boolean NOT NULL DEFAULT false, -- somebody was asked for the last update
  PRIMARY KEY (tenant_id, incident_id)
);
CALL secure_table('incident_promise');
CALL open_table_to('incident_promise', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE ON incident_promise TO imas_app;
GRANT SELECT, DELETE ON incident_promise TO imas_worker_fn;
