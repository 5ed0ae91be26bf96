-- What a delivery without an incident is about. The same message is made once: kind, subject, key and receiver are unique,
-- and none of them may be missing, since a unique constraint takes no two NULLs for equal.
ALTER TABLE delivery
  ADD COLUMN about_kind text,          -- such as schedule, rights, summary
  ADD COLUMN about_id   uuid,          -- the schedule, the user, the tenant, …
  ADD COLUMN about_key  text,          -- which of its messages: a day, a version, a change
  ADD CONSTRAINT delivery_about CHECK (
    num_nonnulls(about_kind, about_id, about_key) IN (0, 3) AND (about_kind IS NULL OR incident_id IS NULL));
CREATE UNIQUE INDEX delivery_about ON delivery (tenant_id, about_kind, about_id, about_key, receiver_id)
  WHERE about_kind IS NOT NULL;
