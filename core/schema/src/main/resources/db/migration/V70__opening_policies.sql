-- The policy that the rule named which routed the opening alert, as a name or an id. NULL: labels, service or team choose it.
ALTER TABLE incident_opening ADD COLUMN escalation_policy text;
