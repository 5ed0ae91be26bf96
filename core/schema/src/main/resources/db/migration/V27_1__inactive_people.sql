-- Since when people who take turns are inactive. Their turns pass to others, as with an absence that nobody entered.
CREATE TABLE user_inactivity (
  tenant_id uuid NOT NULL,
  user_id   uuid NOT NULL,
  from_at   timestamptz NOT NULL,
  until_at  timestamptz,                               -- when they were active again
  PRIMARY KEY (tenant_id, user_id, from_at),
  CONSTRAINT user_inactivity_time CHECK (from_at < until_at),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE UNIQUE INDEX user_inactivity_now ON user_inactivity (tenant_id, user_id) WHERE until_at IS NULL;
CALL secure_table('user_inactivity');
GRANT SELECT, INSERT, UPDATE (until_at) ON user_inactivity TO imas_app;
