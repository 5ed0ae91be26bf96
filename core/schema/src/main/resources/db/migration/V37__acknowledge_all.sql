-- The use of the link in a message about many incidents, by which a person acknowledges all of them at once. The link itself is
-- no row: it names its message and is signed, so folding a storm writes nothing more. A row is removed soon after the link
-- has expired, long before the message is.
CREATE TABLE digest_answer (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  delivery_id  uuid NOT NULL,                          -- the message
  user_id      uuid NOT NULL,                          -- who answered
  acknowledged integer NOT NULL CHECK (acknowledged > 0),
  answered_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX digest_answer_at ON digest_answer (tenant_id, answered_at);
CREATE INDEX digest_answer_user ON digest_answer (tenant_id, user_id);
CALL secure_table('digest_answer');
GRANT SELECT, INSERT, DELETE ON digest_answer TO imas_app;
