-- Swaps of shifts that the other has to agree to (dev.imas.core.schedule.Swaps). An accepted one is an override for each of
-- its shifts.
CREATE TABLE shift_swap (
  tenant_id          uuid NOT NULL,
  id                 uuid NOT NULL,
  schedule_id        uuid NOT NULL,
  version            integer NOT NULL,                 -- the schedule's, when it was asked for
  giver_id           uuid NOT NULL,                    -- whose shift it is
  taker_id           uuid NOT NULL,                    -- who is asked to take it
  level              smallint NOT NULL CHECK (level BETWEEN 1 AND 10),
  from_at            timestamptz NOT NULL,
  until_at           timestamptz NOT NULL,
  return_level       smallint CHECK (return_level BETWEEN 1 AND 10),  -- a shift of the taker, which the giver takes
  return_from_at     timestamptz,
  return_until_at    timestamptz,
  note               text NOT NULL DEFAULT '',
  state              text NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn', 'expired', 'moved')),
  override_id        uuid,
  return_override_id uuid,
  made_at            timestamptz NOT NULL,
  made_by            text NOT NULL,
  ended_at           timestamptz,
  ended_by           text,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT shift_swap_time CHECK (from_at < until_at AND return_from_at < return_until_at),
  FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id),
  FOREIGN KEY (tenant_id, giver_id) REFERENCES user_account (tenant_id, id),
  FOREIGN KEY (tenant_id, taker_id) REFERENCES user_account (tenant_id, id)
);
CREATE INDEX shift_swap_schedule ON shift_swap (tenant_id, schedule_id, id);
CREATE INDEX shift_swap_running ON shift_swap (tenant_id, state) WHERE state IN ('open', 'accepted');
CREATE INDEX shift_swap_giver ON shift_swap (tenant_id, giver_id);
CREATE INDEX shift_swap_taker ON shift_swap (tenant_id, taker_id);
CALL secure_table('shift_swap');
GRANT SELECT, INSERT, UPDATE (state, override_id, return_override_id, ended_at, ended_by) ON shift_swap TO imas_app;
