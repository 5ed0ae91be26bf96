-- Work that ends when the clock shows its end: an hour sooner or later on the night of a change. Otherwise it lasts its duration.
ALTER TABLE maintenance_window ADD COLUMN ends_by_clock boolean NOT NULL DEFAULT false;
