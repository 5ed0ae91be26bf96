-- When a team's channel is told nothing that can wait, by the clocks of its own zone. All are there, or none.
ALTER TABLE team_contact
  ADD COLUMN quiet_from  time,
  ADD COLUMN quiet_until time,
  ADD COLUMN quiet_days  smallint[],
  ADD COLUMN quiet_zone  text;
