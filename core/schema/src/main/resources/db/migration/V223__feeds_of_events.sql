-- Feeds of what is planned: everybody's (whose subject is the tenant), a team's, a person's, an environment's.
ALTER TABLE calendar_feed DROP CONSTRAINT calendar_feed_kind_check;
ALTER TABLE calendar_feed ADD CONSTRAINT calendar_feed_kind_check
  CHECK (kind IN ('schedule', 'team', 'user', 'events', 'team_events', 'user_events', 'environment_events')) NOT VALID;
ALTER TABLE calendar_feed VALIDATE CONSTRAINT calendar_feed_kind_check;
