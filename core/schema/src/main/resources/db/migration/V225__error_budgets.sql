-- Error budgets: for how long a service may be broken. What the gate answers while the database is away. And what kept an approved
-- deployment window from starting when it was last looked at.

ALTER TABLE approval_request
  ADD COLUMN known_conflicts text[] NOT NULL DEFAULT '{}',
  ADD COLUMN judged_at       timestamptz; -- NULL: nobody looked since it was approved

ALTER TABLE gate_policy
  ADD COLUMN when_unavailable smallint CHECK (when_unavailable IN (1, 2)); -- 1 allow, 2 deny; NULL: the pipeline decides

-- target: how much of the time the service works, in percent. blocks: whether the gate denies while the budget is spent.
CREATE TABLE error_budget (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  service_id uuid NOT NULL,
  target     numeric(6, 3) NOT NULL CHECK (target >= 50 AND target < 100),
  days       smallint NOT NULL CHECK (days BETWEEN 1 AND 90),
  blocks     boolean NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX error_budget_name ON error_budget (tenant_id, lower(name));
CREATE INDEX error_budget_service ON error_budget (tenant_id, service_id);

CALL secure_table('error_budget');
CALL open_table_to('error_budget', 'imas_worker_fn');
GRANT SELECT, INSERT, UPDATE, DELETE ON error_budget TO imas_app;
GRANT SELECT, UPDATE ON error_budget TO imas_worker_fn;
