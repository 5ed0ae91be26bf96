-- What Amazon SNS proves its posts with, and the subscriptions that it asks to confirm, of sources whose config names topics of
-- it (R__48_sns.sql, docs/adr/0102). Gateways ask, and notifiers fetch and confirm.
CREATE TABLE sns_certificate (
  tenant_id uuid NOT NULL REFERENCES tenant,
  url       text NOT NULL CHECK (length(url) BETWEEN 1 AND 500),
  asked_at  timestamptz NOT NULL,                        -- when a gateway last needed it and it was not there
  due_at    timestamptz,                                 -- when it is fetched next; moves when somebody takes it; NULL: it is there
  attempts  integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  der       bytea CHECK (octet_length(der) BETWEEN 1 AND 16384),
  not_after timestamptz,                                 -- it counts as missing from then on
  error     text CHECK (length(error) <= 500),           -- why it could not be fetched
  PRIMARY KEY (tenant_id, url),
  CHECK ((der IS NULL) = (not_after IS NULL) AND (der IS NULL OR due_at IS NULL))
);
CREATE INDEX sns_certificate_due ON sns_certificate (due_at) WHERE due_at IS NOT NULL;
CALL secure_table('sns_certificate');
CALL open_table_to('sns_certificate', 'imas_ingest_fn');
CALL open_table_to('sns_certificate', 'imas_worker_fn');
GRANT SELECT ON sns_certificate TO imas_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sns_certificate TO imas_ingest_fn;
GRANT SELECT, UPDATE (due_at, attempts) ON sns_certificate TO imas_worker_fn;
GRANT SELECT, UPDATE (due_at, der, not_after, error) ON sns_certificate TO imas_notifier;

CREATE TABLE sns_subscription (
  tenant_id   uuid NOT NULL,
  source_id   uuid NOT NULL,
  topic       text NOT NULL CHECK (length(topic) BETWEEN 1 AND 500),
  message_id  text NOT NULL CHECK (length(message_id) BETWEEN 1 AND 200),
  told_at     timestamptz NOT NULL,                      -- when SNS wrote it, by its clock: older ones change nothing
  state       text NOT NULL CHECK (state IN ('held', 'pending', 'confirmed', 'failed', 'unsubscribed')),
  confirm_url text CHECK (length(confirm_url) <= 2000),  -- who opens it confirms; gone once it is of no use
  due_at      timestamptz,                               -- when it is opened next, while it is pending
  attempts    integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  changed_at  timestamptz NOT NULL,
  error       text CHECK (length(error) <= 500),
  PRIMARY KEY (tenant_id, source_id, topic),
  FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sns_subscription_due ON sns_subscription (due_at) WHERE due_at IS NOT NULL;
CALL secure_table('sns_subscription');
CALL open_table_to('sns_subscription', 'imas_ingest_fn');
CALL open_table_to('sns_subscription', 'imas_worker_fn');
GRANT SELECT ON sns_subscription TO imas_app;
GRANT SELECT, INSERT, UPDATE ON sns_subscription TO imas_ingest_fn;
GRANT SELECT, UPDATE (due_at, attempts) ON sns_subscription TO imas_worker_fn;
GRANT SELECT, UPDATE (state, confirm_url, due_at, changed_at, error) ON sns_subscription TO imas_notifier;
