-- The end of which the author was told: that it comes while alerts are hidden. Once for each end.
ALTER TABLE silence ADD COLUMN told_of_end timestamptz;
