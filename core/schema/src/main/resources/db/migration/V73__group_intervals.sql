-- How often people are told again of alerts that join the incident, and how often they are reminded of it, as the rule said that
-- routed the opening alert. NULL: it said nothing.
ALTER TABLE incident_opening
  ADD COLUMN group_interval  interval CHECK (group_interval BETWEEN interval '1 second' AND interval '1 day'),
  ADD COLUMN repeat_interval interval CHECK (repeat_interval BETWEEN interval '1 minute' AND interval '30 days');

-- Whether people are called again by a rule's group_interval. Otherwise it is an update, after the pause of the installation.
ALTER TABLE incident_growth ADD COLUMN by_rule boolean NOT NULL DEFAULT false;
CREATE INDEX incident_growth_update ON incident_growth (due_at) WHERE NOT by_rule;
