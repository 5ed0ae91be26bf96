-- What tells others that somebody took an incident on, or that it is over, waits a moment in which it can be taken back
-- (docs/adr/0061).
ALTER TABLE delivery
  DROP CONSTRAINT delivery_held_for_check,
  ADD CONSTRAINT delivery_held_for_check
    CHECK (held_for IN ('grouped', 'daily', 'weekly', 'quiet_hours', 'take_back')) NOT VALID;
