-- What is left with vendors that are paid in advance, as the notifiers ask it. A row is there from the first question on.
CREATE TABLE provider_credits (
  tenant_id     uuid NOT NULL,
  provider_id   uuid NOT NULL,
  asked_at      timestamptz NOT NULL,
  asked_version integer NOT NULL,                        -- of the provider
  credits       double precision,                        -- NULL: never read
  read_at       timestamptz,
  low_since     timestamptz,                             -- since when there is less than the provider's low_credits
  error         text,                                    -- why they could not be read the last time
  PRIMARY KEY (tenant_id, provider_id),
  FOREIGN KEY (tenant_id, provider_id) REFERENCES provider (tenant_id, id) ON DELETE CASCADE
);
CALL secure_table('provider_credits');
CALL open_table_to('provider_credits', 'imas_worker_fn');
GRANT SELECT ON provider_credits TO imas_app;
GRANT SELECT, UPDATE ON provider_credits TO imas_notifier;
GRANT SELECT, INSERT, UPDATE ON provider_credits TO imas_worker_fn;
