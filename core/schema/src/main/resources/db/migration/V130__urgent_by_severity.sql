-- Alerts that fire and may page are claimed by severity, and services of one severity take turns: claim_urgent. Few changes are
-- urgent, so the second entry that they need costs ingest little. The kinds are those of alerts that fire.
CREATE INDEX outbox_urgent ON outbox (tenant_id, severity, service_id, id)
  WHERE priority = 0 AND kind IN (1, 2, 4, 7, 8, 10);
