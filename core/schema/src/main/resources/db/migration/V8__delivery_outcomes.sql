-- What became of a delivery is told to core by a row, of which core writes the timeline: whether it was sent, is dead, or was
-- cancelled untried. The notifier has no right on incidents and their timelines any more.
ALTER TABLE delivery_outcome ALTER COLUMN late TYPE text USING CASE WHEN late THEN 'late' ELSE 'dead' END;
ALTER TABLE delivery_outcome RENAME COLUMN late TO outcome;
ALTER TABLE delivery_outcome
  ADD CONSTRAINT delivery_outcome_outcome_check CHECK (outcome IN ('sent', 'dead', 'cancelled', 'late')),
  ADD COLUMN delivery_id uuid,                         -- of which the timeline is to tell; null: of none
  ADD COLUMN tries       integer,                      -- of the delivery
  ADD COLUMN reason      text,                         -- why it was not sent
  ADD COLUMN ended_at    timestamptz;
-- That a page was sent may be told late; that it was not calls others.
DROP INDEX delivery_outcome_due;
CREATE INDEX delivery_outcome_due ON delivery_outcome (not_before, id) WHERE outcome <> 'sent';
CREATE INDEX delivery_outcome_sent ON delivery_outcome (not_before, id) WHERE outcome = 'sent';

REVOKE SELECT, UPDATE (timeline_seq) ON incident FROM imas_notifier;
REVOKE SELECT, INSERT ON timeline FROM imas_notifier;
