-- Messages in chats that grow with their incident (docs/adr/0053). The table is of V26 and was not used until now.
--
-- A card is changed by whoever has it: claims grows with each claim, and what is stored afterwards names its claim. due_at: when
-- the notifier looks again whether what is wanted is shown; infinity: somebody has to change something first. shown is -1 while
-- it is not known what the chat shows.
ALTER TABLE message_card
  ADD COLUMN delivery_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000', -- the delivery that posted the message
  ADD COLUMN claims      integer NOT NULL DEFAULT 0,
  ADD COLUMN busy_until  timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN due_at      timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN tries       integer NOT NULL DEFAULT 0,     -- of the newest state, without success
  ADD COLUMN last_error  text;
ALTER TABLE message_card ALTER COLUMN delivery_id DROP DEFAULT;
-- It would lock the incident behind its deliveries, against the order of locks.
ALTER TABLE message_card DROP CONSTRAINT message_card_tenant_id_incident_id_fkey;
CREATE INDEX message_card_due ON message_card (due_at) WHERE wanted > shown;
GRANT UPDATE ON message_card TO imas_worker_fn;

-- The delivery whose message was changed, so that it tells what this one was to tell.
ALTER TABLE delivery ADD COLUMN shown_in uuid;
