-- Until then the password counts as sent again in this session (docs/adr/0115).
ALTER TABLE user_session ADD COLUMN confirmed_until timestamptz;
