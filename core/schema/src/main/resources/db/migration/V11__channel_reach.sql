-- How far a notifier reaches by each channel that it offers, by the channel's type: only the kind of channel knows what the
-- names in it mean. It takes the place of webhook_allow and webhook_ports, which nothing reads or writes any more.
ALTER TABLE notifier_offer ADD COLUMN reach jsonb NOT NULL DEFAULT '{}';
