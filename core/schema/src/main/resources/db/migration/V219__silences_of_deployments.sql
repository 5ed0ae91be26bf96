-- A deployment window that mutes alerts has one silence, from its real start.
ALTER TABLE silence ADD COLUMN deployment_window_id uuid;              -- NULL: another thing, or somebody, has made it

-- What a window mutes, and how deployments move it. lacked: what it lacked when a deployment started it.
ALTER TABLE deployment_window
  ADD COLUMN mutes     boolean NOT NULL DEFAULT false,                 -- alerts of its services, while it is in progress
  ADD COLUMN followed  boolean NOT NULL DEFAULT false,                 -- a deployment has started it, and ends it
  ADD COLUMN lacked    text NOT NULL DEFAULT '',
  ADD COLUMN looked_at timestamptz;                                    -- for deployments that belong to it
