-- A message that waits for others, for a digest or for the end of somebody's quiet hours is held: the notifier does not see it.
-- At its time it is folded into a digest with what waits for the same receiver, or sent alone if nothing else does.
ALTER TABLE delivery
  DROP CONSTRAINT delivery_status_check,
  ADD COLUMN held_until timestamptz,
  ADD COLUMN held_for   text CHECK (held_for IN ('grouped', 'daily', 'weekly', 'quiet_hours')),
  ADD CONSTRAINT delivery_status_check
    CHECK (status IN ('held', 'pending', 'sending', 'sent', 'dead', 'folded', 'cancelled')) NOT VALID,
  ADD CONSTRAINT delivery_held
    CHECK (num_nonnulls(held_until, held_for) IN (0, 2) AND (status <> 'held' OR held_until IS NOT NULL)) NOT VALID;
CREATE INDEX delivery_held ON delivery (held_until) WHERE status = 'held';
CREATE INDEX delivery_held_for ON delivery (tenant_id, receiver_id, held_until) WHERE status = 'held';

-- Whether the tenant's matrix says how soon a team's channel is told; else it is told at once.
ALTER TABLE team_contact ADD COLUMN by_matrix boolean NOT NULL DEFAULT false;

-- When what was held is sent, of a tenant that has changed it.
CREATE TABLE delivery_policy (
  tenant_id   uuid PRIMARY KEY REFERENCES tenant,
  time_zone   text NOT NULL,
  group_every interval NOT NULL CHECK (group_every BETWEEN interval '1 minute' AND interval '24 hours'),
  digest_at   time NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  updated_at  timestamptz NOT NULL DEFAULT now()
);
CALL secure_table('delivery_policy');
GRANT SELECT, INSERT, UPDATE ON delivery_policy TO imas_app;
