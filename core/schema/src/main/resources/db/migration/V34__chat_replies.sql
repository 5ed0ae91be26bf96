-- What is still said to somebody in a chat after the vendor's request was answered: core writes it, the notifier says it. It is
-- tried for as long as the vendor takes it, and the row is removed when it has ended, whatever the end was.
CREATE TABLE chat_reply (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  provider_id     uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('words', 'form')),
  sealed_to       bytea NOT NULL,                       -- where it is said: who knows that can say something there
  payload         jsonb NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,           -- also says whose the lease is
  next_attempt_at timestamptz NOT NULL DEFAULT now(),   -- while it is being said, the end of the lease
  form_until      timestamptz,                          -- a form opens before that; afterwards there are words instead
  expires_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX chat_reply_due ON chat_reply (next_attempt_at);
CREATE INDEX chat_reply_provider ON chat_reply (tenant_id, provider_id);
CALL secure_table('chat_reply');
CALL open_table_to('chat_reply', 'imas_worker_fn');
GRANT INSERT ON chat_reply TO imas_app;
GRANT SELECT, UPDATE, DELETE ON chat_reply TO imas_worker_fn;
