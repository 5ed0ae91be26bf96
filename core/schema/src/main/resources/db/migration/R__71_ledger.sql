-- Adds the sums of a ledger partition to ledger_closed. Call it in the transaction that drops the partition.
CREATE OR REPLACE FUNCTION close_ledger(p_partition text)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_part record;
  v_rows integer;
BEGIN
  SELECT * INTO STRICT v_part FROM partition_list() p WHERE p.parent = 'ledger' AND p.name = p_partition;
  INSERT INTO ledger_closed AS c (tenant_id, source_id, closed_until, accepted, opened, deduplicated, resolved, reopened,
                                  suppressed, stale, dead_lettered, dropped, change, action)
  SELECT l.tenant_id, l.source_id, v_part.ends, sum(l.accepted), sum(l.opened), sum(l.deduplicated), sum(l.resolved),
         sum(l.reopened), sum(l.suppressed), sum(l.stale), sum(l.dead_lettered),
         sum(l.dropped), sum(l.change), sum(l.action)
    FROM ledger l WHERE l.minute >= v_part.starts AND l.minute < v_part.ends
   GROUP BY l.tenant_id, l.source_id
  ON CONFLICT (tenant_id, source_id) DO UPDATE
     SET closed_until = greatest(c.closed_until, excluded.closed_until),
         accepted = c.accepted + excluded.accepted, opened = c.opened + excluded.opened,
         deduplicated = c.deduplicated + excluded.deduplicated, resolved = c.resolved + excluded.resolved,
         reopened = c.reopened + excluded.reopened, suppressed = c.suppressed + excluded.suppressed,
         stale = c.stale + excluded.stale, dead_lettered = c.dead_lettered + excluded.dead_lettered,
         dropped = c.dropped + excluded.dropped, change = c.change + excluded.change, action = c.action + excluded.action;
  GET DIAGNOSTICS v_rows = ROW_COUNT;
  RETURN v_rows;
END $$;
CALL secure_function('close_ledger', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Since when journal, dead letters and the ledger by minute are all kept: what is older cannot be compared minute by minute.
CREATE OR REPLACE FUNCTION recounted_since()
  RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT greatest((SELECT coalesce(max(closed_until), '-infinity') FROM ledger_closed),
                  (SELECT max(oldest) FROM (SELECT min(p.starts) AS oldest FROM partition_list() p
                                             WHERE p.parent IN ('transition', 'dead_letter', 'ledger')
                                             GROUP BY p.parent) AS o))
$$;
CALL secure_function('recounted_since', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Recounts the ledger in one snapshot: compares it with the rows themselves, per tenant and source, for the time that
-- retention still covers. Returns the differences; no row means that it balances. Without a tenant it is of all of them.
DROP FUNCTION IF EXISTS recount_ledger(); -- as it was without a parameter
CREATE OR REPLACE FUNCTION recount_ledger(p_tenant uuid DEFAULT NULL)
  RETURNS TABLE (tenant_id uuid, source_id uuid, minute timestamptz, figure text, in_ledger numeric, recounted numeric)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH book AS (
    SELECT l.tenant_id, l.source_id, l.minute, sum(l.accepted) AS accepted, sum(l.opened) AS opened,
           sum(l.deduplicated) AS deduplicated, sum(l.resolved) AS resolved, sum(l.reopened) AS reopened,
           sum(l.suppressed) AS suppressed, sum(l.stale) AS stale, sum(l.dead_lettered) AS dead_lettered,
           sum(l.dropped) AS dropped, sum(l.change) AS change, sum(l.action) AS action
      FROM ledger l WHERE p_tenant IS NULL OR l.tenant_id = p_tenant
     GROUP BY l.tenant_id, l.source_id, l.minute),
  journal AS (
    SELECT t.tenant_id, t.source_id, date_trunc('minute', t.at, 'UTC') AS minute,
           sum(t.n) FILTER (WHERE t.kind = kind_opened()) AS opened, sum(t.n) FILTER (WHERE t.kind = kind_reopened()) AS reopened,
           sum(t.n) FILTER (WHERE t.kind = kind_resolved()) AS resolved, -coalesce(sum(t.n) FILTER (WHERE t.n < 0), 0) AS suppressed
      FROM (SELECT j.tenant_id, j.source_id, j.at, j.kind, 1 AS n FROM imas.journal j WHERE p_tenant IS NULL OR j.tenant_id = p_tenant
            UNION ALL
            -- What was hidden is in the journal as it came.
            SELECT s.tenant_id, s.source_id, s.at, s.kind, -1 FROM suppression s WHERE p_tenant IS NULL OR s.tenant_id = p_tenant) AS t
     GROUP BY 1, 2, 3),
  letters AS (
    SELECT d.tenant_id, d.source_id, date_trunc('minute', d.at, 'UTC') AS minute, count(*) AS dead_lettered
      FROM dead_letter d WHERE d.counted AND (p_tenant IS NULL OR d.tenant_id = p_tenant) GROUP BY 1, 2, 3),
  sides AS (
    SELECT s.tenant_id, s.source_id, date_trunc('minute', s.at, 'UTC') AS minute,
           sum(s.n) FILTER (WHERE s.kind = side_dropped()) AS dropped, sum(s.n) FILTER (WHERE s.kind = side_change()) AS change,
           sum(s.n) FILTER (WHERE s.kind = side_action()) AS action
      FROM side_event s WHERE p_tenant IS NULL OR s.tenant_id = p_tenant GROUP BY 1, 2, 3),
  floor AS (
    -- Side events are kept for a time of their own: theirs does not hide what the others can still show.
    SELECT recounted_since() AS mark,
           greatest((SELECT coalesce(max(closed_until), '-infinity') FROM ledger_closed),
                    (SELECT min(p.starts) FROM partition_list() p WHERE p.parent = 'side_event'),
                    (SELECT min(p.starts) FROM partition_list() p WHERE p.parent = 'ledger')) AS sides_mark)
  SELECT b.tenant_id, b.source_id, b.minute, 'imbalance', b.accepted,
         b.opened + b.deduplicated + b.resolved + b.reopened + b.suppressed + b.stale + b.dead_lettered + b.dropped + b.change
         + b.action
    FROM book b
   WHERE b.accepted <> b.opened + b.deduplicated + b.resolved + b.reopened + b.suppressed + b.stale + b.dead_lettered
                       + b.dropped + b.change + b.action
  UNION ALL
  SELECT coalesce(b.tenant_id, j.tenant_id), coalesce(b.source_id, j.source_id), coalesce(b.minute, j.minute), f.figure,
         f.in_ledger, f.recounted
    FROM book b
    FULL JOIN journal j ON j.tenant_id = b.tenant_id AND j.source_id = b.source_id AND j.minute = b.minute
   CROSS JOIN LATERAL (VALUES ('opened', coalesce(b.opened, 0), coalesce(j.opened, 0)),
                              ('reopened', coalesce(b.reopened, 0), coalesce(j.reopened, 0)),
                              ('resolved', coalesce(b.resolved, 0), coalesce(j.resolved, 0)),
                              ('suppressed', coalesce(b.suppressed, 0), coalesce(j.suppressed, 0))) AS f(figure, in_ledger, recounted)
   WHERE f.in_ledger <> f.recounted AND coalesce(b.minute, j.minute) >= (SELECT mark FROM floor)
  UNION ALL
  SELECT coalesce(b.tenant_id, d.tenant_id), coalesce(b.source_id, d.source_id), coalesce(b.minute, d.minute),
         'dead_lettered', coalesce(b.dead_lettered, 0), coalesce(d.dead_lettered, 0)
    FROM book b
    FULL JOIN letters d ON d.tenant_id = b.tenant_id AND d.source_id = b.source_id AND d.minute = b.minute
   WHERE coalesce(b.dead_lettered, 0) <> coalesce(d.dead_lettered, 0) AND coalesce(b.minute, d.minute) >= (SELECT mark FROM floor)
  UNION ALL
  SELECT coalesce(b.tenant_id, s.tenant_id), coalesce(b.source_id, s.source_id), coalesce(b.minute, s.minute), f.figure,
         f.in_ledger, f.recounted
    FROM book b
    FULL JOIN sides s ON s.tenant_id = b.tenant_id AND s.source_id = b.source_id AND s.minute = b.minute
   CROSS JOIN LATERAL (VALUES ('dropped', coalesce(b.dropped, 0), coalesce(s.dropped, 0)),
                              ('change', coalesce(b.change, 0), coalesce(s.change, 0)),
                              ('action', coalesce(b.action, 0), coalesce(s.action, 0))) AS f(figure, in_ledger, recounted)
   WHERE f.in_ledger <> f.recounted AND coalesce(b.minute, s.minute) >= (SELECT sides_mark FROM floor)
  UNION ALL
  SELECT t.tenant_id, NULL, NULL, f.figure, f.in_ledger, f.recounted
    FROM tenant t
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(x.deduplicated), 0) AS deduplicated, coalesce(sum(x.stale), 0) AS stale
       FROM (SELECT b.deduplicated, b.stale FROM book b WHERE b.tenant_id = t.tenant_id
             UNION ALL
             SELECT c.deduplicated, c.stale FROM ledger_closed c WHERE c.tenant_id = t.tenant_id) AS x) AS l
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(x.deduplicated), 0) AS deduplicated, coalesce(sum(x.stale), 0) AS stale
       FROM (SELECT sum(a.dedup_count) AS deduplicated, sum(a.stale_count) AS stale
               FROM alert a WHERE a.tenant_id = t.tenant_id
             UNION ALL
             -- The counts of alerts that were purged.
             SELECT c.deduplicated, c.stale FROM alert_closed c WHERE c.tenant_id = t.tenant_id) AS x) AS a
   CROSS JOIN LATERAL (VALUES ('deduplicated', l.deduplicated, a.deduplicated), ('stale', l.stale, a.stale)) AS f(figure, in_ledger, recounted)
   WHERE f.in_ledger <> f.recounted AND (p_tenant IS NULL OR t.tenant_id = p_tenant)
$$;
CALL secure_function('recount_ledger', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The ledger's sums per tenant, including closed partitions.
DROP FUNCTION IF EXISTS ledger_totals(); -- as it was with fewer figures
CREATE OR REPLACE FUNCTION ledger_totals()
  RETURNS TABLE (tenant_id uuid, tenant_name text, accepted numeric, opened numeric, deduplicated numeric, resolved numeric,
                 reopened numeric, suppressed numeric, stale numeric, dead_lettered numeric, dropped numeric,
                 change numeric, action numeric)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT t.tenant_id, t.name, coalesce(sum(l.accepted), 0), coalesce(sum(l.opened), 0), coalesce(sum(l.deduplicated), 0),
         coalesce(sum(l.resolved), 0), coalesce(sum(l.reopened), 0), coalesce(sum(l.suppressed), 0), coalesce(sum(l.stale), 0),
         coalesce(sum(l.dead_lettered), 0), coalesce(sum(l.dropped), 0), coalesce(sum(l.change), 0), coalesce(sum(l.action), 0)
    FROM tenant t
    LEFT JOIN (SELECT tenant_id, accepted, opened, deduplicated, resolved, reopened, suppressed, stale, dead_lettered, dropped,
                      change, action FROM ledger
               UNION ALL
               SELECT tenant_id, accepted, opened, deduplicated, resolved, reopened, suppressed, stale, dead_lettered, dropped,
                      change, action FROM ledger_closed) AS l
      ON l.tenant_id = t.tenant_id
   GROUP BY t.tenant_id, t.name ORDER BY t.name
$$;
CALL secure_function('ledger_totals', runs_as => 'imas_worker_fn', callers => '{imas_app}');
