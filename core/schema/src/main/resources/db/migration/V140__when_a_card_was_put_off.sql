-- The clock by which a card waits. Ahead of now: that clock was set back since.
ALTER TABLE message_card ADD COLUMN scheduled_at timestamptz NOT NULL DEFAULT now(); -- when due_at and busy_until were set
CREATE INDEX message_card_scheduled ON message_card (scheduled_at) WHERE wanted > shown;
