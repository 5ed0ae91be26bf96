-- Simulations of rule sets, and what they found. They are rows, so that every core process can say how far one is; the one
-- that was asked runs it. A result tells of alerts, so it is kept for an hour and not longer.
CREATE TABLE simulation (
  tenant_id        uuid NOT NULL,
  id               uuid NOT NULL,
  rule_set_version integer,                            -- NULL: a draft
  from_at          timestamptz NOT NULL,
  to_at            timestamptz NOT NULL,
  state            text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
  total            bigint,                             -- changes to replay; NULL: not counted yet
  replayed         bigint NOT NULL DEFAULT 0,
  created_by       text NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  seen_at          timestamptz NOT NULL DEFAULT now(), -- when its process last said how far it is
  finished_at      timestamptz,
  failure          text,
  result           text,                               -- JSON: dev.imas.core.simulation.Findings
  PRIMARY KEY (tenant_id, id)
);
CALL secure_table('simulation');
GRANT SELECT, INSERT, UPDATE, DELETE ON simulation TO imas_app;
