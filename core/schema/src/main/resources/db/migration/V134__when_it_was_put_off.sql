-- The clock by which events and mails of status pages wait. Ahead of now: that clock was set back since.
ALTER TABLE event_delivery ADD COLUMN scheduled_at timestamptz NOT NULL DEFAULT now(); -- when next_attempt_at was set
CREATE INDEX event_delivery_scheduled ON event_delivery (scheduled_at) WHERE status IN ('pending', 'sending');
ALTER TABLE status_mail ADD COLUMN scheduled_at timestamptz NOT NULL DEFAULT now();    -- when next_attempt_at was set
CREATE INDEX status_mail_scheduled ON status_mail (scheduled_at);
ALTER TABLE status_page ADD COLUMN mail_rested_at timestamptz;                         -- when mail_rests_until was set
GRANT UPDATE (mail_rested_at) ON status_page TO imas_worker_fn;
