-- Who is mailed what the status page tells (docs/adr/0078). Nobody is, without having confirmed the address.
ALTER TABLE status_page
  ADD COLUMN subscriptions    boolean NOT NULL DEFAULT false,                       -- whether the public may subscribe
  ADD COLUMN mail_failures    integer NOT NULL DEFAULT 0,                           -- in a row
  ADD COLUMN mail_rests_until timestamptz;                                          -- after a failure of the mail server
GRANT UPDATE (mail_failures, mail_rests_until) ON status_page TO imas_worker_fn;

CREATE TABLE status_subscriber (
  tenant_id    uuid NOT NULL REFERENCES tenant,
  id           uuid NOT NULL,
  email        text NOT NULL CHECK (length(email) BETWEEN 3 AND 320),
  language     text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
  confirmed_at timestamptz,                            -- NULL: only asked for
  expires_at   timestamptz NOT NULL,                   -- until when an address can be confirmed
  asked        integer NOT NULL DEFAULT 1,             -- mails to confirm until then
  refusals     integer NOT NULL DEFAULT 0,             -- of mails by the receiver's server, in a row
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX status_subscriber_email ON status_subscriber (tenant_id, lower(email));
CREATE INDEX status_subscriber_expiry ON status_subscriber (tenant_id, expires_at) WHERE confirmed_at IS NULL;
CALL secure_table('status_subscriber');
CALL open_table_to('status_subscriber', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON status_subscriber TO imas_app;
GRANT SELECT, UPDATE (refusals) ON status_subscriber TO imas_worker_fn;

-- What is told, once for all whom it is mailed to.
CREATE TABLE status_telling (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id        uuid NOT NULL,
  key       text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),                    -- names it: told again, it is told once
  content   jsonb NOT NULL,                            -- bus.PageContent
  site      text NOT NULL CHECK (length(site) BETWEEN 1 AND 2000),                  -- where its links lead, without a slash at the end
  told_at   timestamptz NOT NULL,
  reached   uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',           -- the last subscriber with a mail of it
  is_queued boolean NOT NULL DEFAULT false,            -- whether all have theirs
  sent      integer NOT NULL DEFAULT 0,
  given_up  integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX status_telling_key ON status_telling (tenant_id, key);
CREATE INDEX status_telling_open ON status_telling (told_at, tenant_id, id) WHERE NOT is_queued;
CREATE INDEX status_telling_time ON status_telling (tenant_id, told_at);
CALL secure_table('status_telling');
CALL open_table_to('status_telling', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON status_telling TO imas_app;
GRANT SELECT, UPDATE (reached, is_queued, sent, given_up) ON status_telling TO imas_worker_fn;

-- A mail that waits or is under way. It dies when it was sent or given up.
CREATE TABLE status_mail (
  tenant_id       uuid NOT NULL,
  telling_id      uuid NOT NULL,
  subscriber_id   uuid NOT NULL,
  place           smallint NOT NULL CHECK (place IN (0, 1)),                        -- 0: to confirm an address, for which somebody waits
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),  -- of one under way: when others may try it
  is_sending      boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, telling_id, subscriber_id),
  FOREIGN KEY (tenant_id, telling_id) REFERENCES status_telling (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, subscriber_id) REFERENCES status_subscriber (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX status_mail_subscriber ON status_mail (tenant_id, subscriber_id);
CREATE INDEX status_mail_due ON status_mail (tenant_id, place, next_attempt_at);
CALL secure_table('status_mail');
CALL open_table_to('status_mail', 'imas_worker_fn');
GRANT SELECT, INSERT, DELETE ON status_mail TO imas_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON status_mail TO imas_worker_fn;
