-- What a person decided stays when an incident is reopened: the severity, and the title and the description.
-- Null: it follows the alerts.
ALTER TABLE incident ADD COLUMN severity_set_by text, ADD COLUMN words_set_by text;
