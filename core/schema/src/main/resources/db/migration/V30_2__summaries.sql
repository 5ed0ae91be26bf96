-- Which summaries a team's channel gets.
ALTER TABLE team_contact
  ADD COLUMN summaries text[] NOT NULL DEFAULT '{}' CHECK (summaries <@ ARRAY ['daily', 'weekly']);

-- Up to when a tenant's summaries were sent. A tenant without a row is new: nothing is made up for.
CREATE TABLE summary_sent (
  tenant_id uuid NOT NULL REFERENCES tenant,
  kind      text NOT NULL CHECK (kind IN ('daily', 'weekly')),
  due_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);
CALL secure_table('summary_sent');
GRANT SELECT, INSERT, UPDATE ON summary_sent TO imas_app;
