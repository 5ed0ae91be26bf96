-- What may page is claimed by severity, and services of one severity take turns: claim_urgent. Few changes are urgent, so the
-- second entry that they need costs ingest little.
CREATE INDEX outbox_urgent ON outbox (tenant_id, severity, service_id, id) WHERE priority = 0;
