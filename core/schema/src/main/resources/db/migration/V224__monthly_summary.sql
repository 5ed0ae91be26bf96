-- A summary of each month for channels of teams, with the metrics of delivery.
ALTER TABLE team_contact DROP CONSTRAINT team_contact_summaries_check;
ALTER TABLE team_contact ADD CONSTRAINT team_contact_summaries_check
  CHECK (summaries <@ ARRAY ['daily', 'weekly', 'monthly']) NOT VALID;
ALTER TABLE team_contact VALIDATE CONSTRAINT team_contact_summaries_check;
ALTER TABLE summary_sent DROP CONSTRAINT summary_sent_kind_check;
ALTER TABLE summary_sent ADD CONSTRAINT summary_sent_kind_check CHECK (kind IN ('daily', 'weekly', 'monthly')) NOT VALID;
ALTER TABLE summary_sent VALIDATE CONSTRAINT summary_sent_kind_check;
