-- What was sent to a person is in their inbox, too (NTF-14): once for each message, however many contacts it went to. The
-- delivery has what it says, and takes the entry with it when it is purged.
CREATE TABLE inbox_entry (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,               -- of the delivery that was queued first; ids are in the order of time
  user_id   uuid NOT NULL,
  message   text COLLATE "C" NOT NULL,   -- which one: incident and event, or what a notice is about and its key
  read_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, user_id, message),
  FOREIGN KEY (tenant_id, id) REFERENCES delivery (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 90);
CREATE INDEX inbox_entry_list ON inbox_entry (tenant_id, user_id, id);
CREATE INDEX inbox_entry_unread ON inbox_entry (tenant_id, user_id, id) WHERE read_at IS NULL;
CALL secure_table('inbox_entry');
CALL open_table_to('inbox_entry', 'imas_worker_fn');
GRANT SELECT, UPDATE (read_at) ON inbox_entry TO imas_app;
GRANT SELECT, INSERT ON inbox_entry TO imas_worker_fn;

-- The feed tells whose inbox has changed.
ALTER TABLE feed_change
  DROP CONSTRAINT feed_change_topic_check,
  ADD CONSTRAINT feed_change_topic_check
    CHECK (topic IN ('incident', 'alert', 'delivery', 'schedule', 'inbox')) NOT VALID;
