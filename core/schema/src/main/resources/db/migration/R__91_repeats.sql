-- What is counted of repeats when a quarter of an hour is over (dev.imas.core.repeat). Keys first, then pages of them, each in a
-- short transaction: an old snapshot would have each repeat of an alert skip the versions that it keeps.

-- Up to when repeats were counted; NULL: never.
CREATE OR REPLACE FUNCTION repeats_counted_until()
  RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.until FROM repeat_pass p
$$;
CALL secure_function('repeats_counted_until', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- From when on each alert that is younger was counted from its first repeat on; NULL: none was. Earlier counts are not kept any more.
CREATE OR REPLACE FUNCTION repeats_counted_from()
  RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT greatest(p.began, (SELECT min(l.starts) FROM partition_list() l WHERE l.parent = 'repeat_quarter')) FROM repeat_pass p
$$;
CALL secure_function('repeats_counted_from', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- p_since: from when on, if this is the first time.
CREATE OR REPLACE FUNCTION repeats_are_counted(p_since timestamptz, p_until timestamptz)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO repeat_pass AS p (tenant_id, began, until) VALUES ('00000000-0000-0000-0000-000000000000', p_since, p_until)
  ON CONFLICT (tenant_id) DO UPDATE SET until = greatest(p.until, excluded.until)
$$;
CALL secure_function('repeats_are_counted', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The next alerts that were repeated since, by the rows of those that repeat often, in the order of their fingerprints.
CREATE OR REPLACE FUNCTION repeated_alerts(p_since timestamptz, p_after uuid, p_limit integer)
  RETURNS TABLE (tenant_id uuid, fingerprint uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT r.tenant_id, r.fingerprint FROM alert_repeat r
   WHERE r.fingerprint > p_after AND r.last_seen >= p_since
   ORDER BY r.fingerprint LIMIT p_limit
$$;
CALL secure_function('repeated_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The next alerts that fire in incidents and have no such row: gateways forget an alert after ten minutes, and its next repeat then
-- counts in the alert's own row.
CREATE OR REPLACE FUNCTION firing_alerts(p_since timestamptz, p_after uuid, p_limit integer)
  RETURNS TABLE (tenant_id uuid, fingerprint uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT g.tenant_id, g.fingerprint FROM alert_progress g
   WHERE g.fingerprint > p_after AND g.firing
     AND NOT EXISTS (SELECT FROM alert_repeat r WHERE r.fingerprint = g.fingerprint AND r.tenant_id = g.tenant_id)
   ORDER BY g.fingerprint LIMIT p_limit
$$;
CALL secure_function('firing_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The next alerts whose state has changed since: what repeated them before is in their own row, and some have ended. at is the
-- database's clock and leaves the partitions of a day or two; received_at is that of the gateways.
CREATE OR REPLACE FUNCTION changed_alerts(p_since timestamptz, p_after uuid, p_limit integer)
  RETURNS TABLE (tenant_id uuid, fingerprint uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT t.tenant_id, t.fingerprint FROM transition t
   WHERE t.at > p_since - interval '1 hour' AND t.received_at >= p_since AND t.fingerprint > p_after
   ORDER BY t.fingerprint LIMIT p_limit
$$;
CALL secure_function('changed_alerts', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Counts the repeats of these alerts for the quarter that began at p_at, since the row before of each. An alert that is younger
-- than p_from and has no row was not repeated before. One that is older and has none gets a first one, which counts nothing. What
-- died and came back begins anew. It locks nothing and can be repeated. Returns the tenant of each new row.
CREATE OR REPLACE FUNCTION count_repeats(p_tenant uuid[], p_print uuid[], p_at timestamptz, p_from timestamptz)
  RETURNS SETOF uuid
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO repeat_quarter (at, tenant_id, fingerprint, n, after_at, last_at, total)
  SELECT p_at, k.tenant, k.print, c.n, least(c.after_at, c.last_at), c.last_at, c.total
    FROM unnest(p_tenant, p_print) AS k(tenant, print)
   CROSS JOIN LATERAL (
         SELECT s.created_at, s.dedup_count, s.last_seen FROM alert_state s
          WHERE s.fingerprint = k.print AND s.tenant_id = k.tenant LIMIT 1) AS a
    LEFT JOIN LATERAL (
         SELECT p.repeats, p.last_seen FROM alert_repeat p
          WHERE p.fingerprint = k.print AND p.tenant_id = k.tenant LIMIT 1) AS r ON true
    LEFT JOIN LATERAL (
         SELECT q.total, q.last_at FROM repeat_quarter q
          WHERE q.fingerprint = k.print AND q.tenant_id = k.tenant AND q.at < p_at
          ORDER BY q.at DESC LIMIT 1) AS l ON true
   CROSS JOIN LATERAL (
         SELECT t.total, greatest(a.last_seen, r.last_seen) AS last_at, coalesce(l.last_at, a.created_at) AS after_at,
                CASE WHEN l.total <= t.total THEN t.total - l.total
                     WHEN l.total IS NOT NULL OR a.created_at >= p_from THEN t.total
                     ELSE 0 END AS n
           FROM (SELECT a.dedup_count + coalesce(r.repeats, 0) AS total) AS t) AS c
   WHERE c.n > 0 OR l.total IS NULL AND a.created_at < p_from
  ON CONFLICT DO NOTHING
  RETURNING tenant_id
$$;
CALL secure_function('count_repeats', runs_as => 'imas_worker_fn', callers => '{imas_app}');
