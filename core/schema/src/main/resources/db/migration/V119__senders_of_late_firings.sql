-- Who has posted the late firing since the recovery (sender_of), and has not recovered it yet. One that waited before this has
-- none, and waits to its end.
ALTER TABLE late_firing ADD COLUMN senders text[] NOT NULL DEFAULT '{}';
