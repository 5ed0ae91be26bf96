-- Figures of incidents are counted from this index alone: it holds what they need, and a list still reads it in order. What
-- changes most often, the numbers of alerts, is not in it, so these updates stay heap-only. Status and times are parts of
-- other indexes already.
DROP INDEX incident_list;
CREATE INDEX incident_list ON incident (tenant_id, created_at, id)
  INCLUDE (service_id, severity, status, acknowledged_at, resolved_at);
