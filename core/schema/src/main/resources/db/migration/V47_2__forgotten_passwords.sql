-- A reset is an invitation that somebody who forgot the password asked for: it is mailed, and ends soon (docs/adr/0065).
ALTER TABLE user_invitation ADD COLUMN is_reset boolean NOT NULL DEFAULT false;
