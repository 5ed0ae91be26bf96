-- What people wrote about alerts where they come from, and core has not written into a timeline yet. A row is written with its
-- side event, and deleted when it has been followed. It is a table of its own, since a core of before takes each row of
-- sender_action for an acknowledgement.
CREATE TABLE sender_note (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,                           -- of the side event
  fingerprint uuid NOT NULL,
  source_id   uuid NOT NULL,
  author      text NOT NULL,                           -- whom the sender names; may be empty
  note        text NOT NULL,
  received_at timestamptz NOT NULL,
  not_before  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX sender_note_due ON sender_note (not_before);
CALL secure_table('sender_note');
CALL open_table_to('sender_note', 'imas_ingest_fn');
CALL open_table_to('sender_note', 'imas_worker_fn');
GRANT SELECT, UPDATE, DELETE ON sender_note TO imas_app;
GRANT INSERT ON sender_note TO imas_ingest_fn;
GRANT SELECT ON sender_note TO imas_worker_fn;
