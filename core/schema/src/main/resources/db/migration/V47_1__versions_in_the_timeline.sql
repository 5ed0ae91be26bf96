-- The version of the incident after the entry, so that who changes an older one is told what came between (docs/adr/0065).
-- Null in entries before this column, and in those of the notifier, which change no incident.
ALTER TABLE timeline ADD COLUMN version integer;
