-- What who goes off call tells who comes on. hand_over_at is the end of the shift in which, or after which, it was written.
CREATE TABLE hand_over_note (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  schedule_id  uuid NOT NULL,
  level        smallint NOT NULL CHECK (level BETWEEN 1 AND 10),
  user_id      uuid NOT NULL,
  hand_over_at timestamptz NOT NULL,
  note         text NOT NULL CHECK (note <> ''),
  made_at      timestamptz NOT NULL,
  told_at      timestamptz,                            -- when who came on was told
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX hand_over_note_schedule ON hand_over_note (tenant_id, schedule_id, hand_over_at);
CREATE INDEX hand_over_note_user ON hand_over_note (tenant_id, user_id);
CREATE INDEX hand_over_note_untold ON hand_over_note (tenant_id, hand_over_at) WHERE told_at IS NULL;
CALL secure_table('hand_over_note');
GRANT SELECT, INSERT, UPDATE (told_at), DELETE ON hand_over_note TO imas_app;
