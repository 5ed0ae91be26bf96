-- How often an acknowledgement of an incident was taken back. Like reopen_count it is in each message about it: whoever follows
-- the incident elsewhere begins anew each time (docs/adr/0061).
ALTER TABLE incident ADD COLUMN unacknowledge_count integer NOT NULL DEFAULT 0;
