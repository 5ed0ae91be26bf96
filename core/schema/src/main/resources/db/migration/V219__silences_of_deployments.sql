-- A deployment window that mutes alerts has one silence, from its real start.
ALTER TABLE silence ADD COLUMN deployment_window_id uuid;              -- NULL: another thing, or somebody, has made it
