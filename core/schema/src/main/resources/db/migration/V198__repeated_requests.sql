-- The answer to a request with an Idempotency-Key, for a day. The answer is sealed with the installation's key, since some of them show
-- a secret once. is_done is set in the transaction that does what was asked for.
CREATE TABLE stored_answer (
  tenant_id    uuid NOT NULL,
  key_hash     bytea NOT NULL CHECK (octet_length(key_hash) = 32),     -- of the caller and the key
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32), -- of the operation and the body
  attempt      uuid NOT NULL,            -- the request that does it, or has done it
  begun_at     timestamptz NOT NULL,
  is_done      boolean NOT NULL DEFAULT false,
  answer       bytea,                    -- sealed; empty: none yet, or none that can be kept
  PRIMARY KEY (tenant_id, key_hash)
);
CREATE INDEX stored_answer_age ON stored_answer (tenant_id, begun_at);
CALL secure_table('stored_answer');
CALL open_table_to('stored_answer', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON stored_answer TO imas_app;
GRANT SELECT, DELETE ON stored_answer TO imas_worker_fn;

-- How often a token has called an operation that will be removed.
CREATE TABLE deprecated_use (
  tenant_id uuid NOT NULL,
  token_id  uuid NOT NULL,
  operation text NOT NULL CHECK (length(operation) <= 300),
  uses      bigint NOT NULL,
  last_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_id, operation),
  FOREIGN KEY (tenant_id, token_id) REFERENCES api_token (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('deprecated_use');
GRANT SELECT, INSERT, UPDATE ON deprecated_use TO imas_app;
