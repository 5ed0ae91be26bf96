-- A late firing that was received ahead of our clock waits by one that was set back since.
CREATE INDEX late_firing_received ON late_firing (received_at);
