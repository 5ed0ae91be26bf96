-- The words of messages (dev.imas.core.template, dev.imas.core.wording). What a tenant has no template of its own for is said in
-- the shipped words.

-- One row for a tenant that has set anything. generation: grows with each change of a template, so that a notifier sees with
-- one small read whether it must read them again.
CREATE TABLE message_wording (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  language   text NOT NULL DEFAULT 'en' CHECK (language ~ '^[a-z]{2,3}$'),
  version    integer NOT NULL DEFAULT 1,
  generation bigint NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id)
);
CALL secure_table('message_wording');
GRANT SELECT, INSERT, UPDATE ON message_wording TO imas_app;
GRANT SELECT ON message_wording TO imas_notifier;

-- A change is a new version; the old ones can be read, and used again.
CREATE TABLE message_template (
  tenant_id  uuid NOT NULL REFERENCES tenant,
  language   text NOT NULL CHECK (language ~ '^[a-z]{2,3}$'),
  kind       text NOT NULL CHECK (kind ~ '^[a-z][a-z_.]{0,59}$'),
  form       text NOT NULL CHECK (form IN ('title', 'text', 'facts', 'mail_subject', 'mail_text', 'mail_html', 'sms')),
  version    integer NOT NULL,
  is_current boolean NOT NULL DEFAULT true,
  source     text CHECK (length(source) <= 20000),       -- NULL: the shipped one from then on
  made_at    timestamptz NOT NULL,
  made_by    text NOT NULL,
  PRIMARY KEY (tenant_id, language, kind, form, version)
);
CREATE UNIQUE INDEX message_template_current ON message_template (tenant_id, language, kind, form) WHERE is_current;
CALL secure_table('message_template');
GRANT SELECT, INSERT, UPDATE (is_current), DELETE ON message_template TO imas_app;
GRANT SELECT ON message_template TO imas_notifier;

-- A person is written to in the language of the account (claim_deliveries).
GRANT SELECT (locale) ON user_account TO imas_worker_fn;

-- The message in a chat that grows with its incident (docs/adr/0047). Only what a channel can change later has one. The numbers
-- are event_seq of deliveries: wanted is the newest state that was given to the vendor, shown the newest that the vendor has
-- taken. Rows die with their incidents.
CREATE TABLE message_card (
  tenant_id   uuid NOT NULL,
  incident_id uuid NOT NULL,
  receiver_id uuid NOT NULL,
  channel     text NOT NULL,
  address     text NOT NULL,                             -- where it was posted; at another one a new message begins
  provider_id uuid,                                      -- with which; another one may not change it
  message_id  text NOT NULL CHECK (length(message_id) <= 200),   -- the vendor's
  place       text NOT NULL DEFAULT '' CHECK (length(place) <= 200),  -- the vendor's id of the chat, where it is needed
  wanted      integer NOT NULL,
  shown       integer NOT NULL,
  made_at     timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, incident_id, receiver_id, channel),
  FOREIGN KEY (tenant_id, incident_id) REFERENCES incident (tenant_id, id)
);
CALL secure_table('message_card');
CALL open_table_to('message_card', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON message_card TO imas_notifier;
GRANT SELECT, DELETE ON message_card TO imas_worker_fn;
