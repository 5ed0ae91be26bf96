-- The keys of today with which bodies of these tenants are sealed. p_sealed: for each, what its key is unless it has one already.
CREATE OR REPLACE FUNCTION recent_body_keys(p_tenant uuid[], p_sealed bytea[])
  RETURNS TABLE (tenant_id uuid, day date, sealed bytea)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_day date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  INSERT INTO recent_body_key AS k (tenant_id, day, sealed)
  SELECT p.tenant, v_day, p.sealed FROM unnest(p_tenant, p_sealed) AS p(tenant, sealed)
   WHERE NOT EXISTS (SELECT FROM recent_body_key k WHERE k.tenant_id = p.tenant AND k.day = v_day)
   ORDER BY p.tenant
  ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT k.tenant_id, k.day, k.sealed FROM recent_body_key k WHERE k.tenant_id = ANY (p_tenant) AND k.day = v_day;
END $$;
CALL secure_function('recent_body_keys', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Keeps bodies in place of the oldest of their source and day. Two gateways that choose the same place keep the newer one.
CREATE OR REPLACE FUNCTION keep_bodies(
  p_tenant uuid[], p_source uuid[], p_day date[], p_receipt uuid[], p_received timestamptz[], p_dialect text[], p_size integer[],
  p_alerts integer[], p_dead_letters integer[], p_sealed bytea[])
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH posted AS (
    SELECT p.*, p.day::timestamp AT TIME ZONE 'UTC' AS at,
           row_number() OVER (PARTITION BY p.tenant, p.source, p.day ORDER BY p.received DESC, p.receipt) AS n
      FROM unnest(p_tenant, p_source, p_day, p_receipt, p_received, p_dialect, p_size, p_alerts, p_dead_letters, p_sealed)
           AS p(tenant, source, day, receipt, received, dialect, size, alerts, dead_letters, sealed)
  ), place AS (
    SELECT s.tenant, s.source, s.at, g.slot,
           row_number() OVER (PARTITION BY s.tenant, s.source, s.at ORDER BY b.received_at NULLS FIRST, g.slot) AS n
      FROM (SELECT DISTINCT tenant, source, at FROM posted) AS s
     CROSS JOIN generate_series(0, 19) AS g(slot)
      LEFT JOIN recent_body b ON b.tenant_id = s.tenant AND b.source_id = s.source AND b.slot = g.slot AND b.at = s.at
  )
  INSERT INTO recent_body AS b (at, tenant_id, source_id, slot, receipt, received_at, dialect, size, alerts, dead_letters, sealed)
  SELECT p.at, p.tenant, p.source, l.slot, p.receipt, p.received, p.dialect, p.size, p.alerts, p.dead_letters, p.sealed
    FROM posted p
    JOIN place l ON l.tenant = p.tenant AND l.source = p.source AND l.at = p.at AND l.n = p.n
   ORDER BY p.tenant, p.source, l.slot
  ON CONFLICT (tenant_id, source_id, slot, at) DO UPDATE
     SET receipt = excluded.receipt, received_at = excluded.received_at, dialect = excluded.dialect, size = excluded.size,
         alerts = excluded.alerts, dead_letters = excluded.dead_letters, sealed = excluded.sealed
   WHERE b.received_at <= excluded.received_at
$$;
CALL secure_function('keep_bodies', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Destroys the keys of the day of a partition of recent_body, and of all days before.
CREATE OR REPLACE FUNCTION forget_body_keys(p_partition text)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  DELETE FROM recent_body_key WHERE day <= to_date(right(p_partition, 8), 'YYYYMMDD')
$$;
CALL secure_function('forget_body_keys', runs_as => 'imas_worker_fn', callers => '{imas_app}');
