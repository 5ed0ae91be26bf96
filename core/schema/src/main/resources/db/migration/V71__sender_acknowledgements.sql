-- Acknowledgements of alerts that senders posted and core has not followed yet. A row is written with its side event, and
-- deleted when it has been followed.
CREATE TABLE sender_action (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,                           -- of the side event
  fingerprint uuid NOT NULL,
  source_id   uuid NOT NULL,
  author      text NOT NULL,                           -- whom the sender names; may be empty
  received_at timestamptz NOT NULL,
  not_before  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX sender_action_due ON sender_action (not_before);
CALL secure_table('sender_action');
CALL open_table_to('sender_action', 'imas_ingest_fn');
CALL open_table_to('sender_action', 'imas_worker_fn');
GRANT SELECT, UPDATE, DELETE ON sender_action TO imas_app;
GRANT INSERT ON sender_action TO imas_ingest_fn;
GRANT SELECT ON sender_action TO imas_worker_fn;

-- Firing alerts that somebody has acknowledged at their sender, in the episode in which they were. is_used: the incident was
-- acknowledged by it, so that it does not count again after somebody has taken that back.
CREATE TABLE alert_acknowledgement (
  tenant_id   uuid NOT NULL,
  fingerprint uuid NOT NULL,
  incident_id uuid NOT NULL,
  episode     integer NOT NULL,
  source      text NOT NULL,                           -- its name then
  author      text NOT NULL,
  at          timestamptz NOT NULL,
  is_used     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, fingerprint)
);
CREATE INDEX alert_acknowledgement_incident ON alert_acknowledgement (tenant_id, incident_id);
CALL secure_table('alert_acknowledgement');
CALL open_table_to('alert_acknowledgement', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_acknowledgement TO imas_app;
GRANT SELECT, DELETE ON alert_acknowledgement TO imas_worker_fn;
