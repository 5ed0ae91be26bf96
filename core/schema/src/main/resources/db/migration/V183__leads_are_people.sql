-- Who leads an incident, as a user. The name stays beside it as it was at that time. Empty where a program leads, and where
-- somebody was made the lead before this version.
ALTER TABLE incident ADD COLUMN lead_id uuid;
