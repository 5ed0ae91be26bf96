-- Who made a calendar feed, if it was a person: what ends all sessions of that person ends the feed, too (R__81_access.sql).
ALTER TABLE calendar_feed ADD COLUMN made_by_user uuid;
UPDATE calendar_feed f SET made_by_user = u.id
  FROM user_account u
 WHERE u.tenant_id = f.tenant_id AND u.username = f.made_by AND u.deleted_at IS NULL;
ALTER TABLE calendar_feed ADD FOREIGN KEY (tenant_id, made_by_user) REFERENCES user_account (tenant_id, id);
CREATE INDEX calendar_feed_of_user ON calendar_feed (tenant_id, made_by_user) WHERE made_by_user IS NOT NULL;
