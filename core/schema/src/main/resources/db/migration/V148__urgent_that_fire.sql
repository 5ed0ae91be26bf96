-- Recoveries are claimed with the oldest rows, so the index of what is claimed by severity has alerts that fire alone. The kinds are
-- those of claim_urgent.
DROP INDEX outbox_urgent;
CREATE INDEX outbox_urgent ON outbox (tenant_id, severity, service_id, id)
  WHERE priority = 0 AND kind IN (1, 2, 4, 7, 8, 10);
