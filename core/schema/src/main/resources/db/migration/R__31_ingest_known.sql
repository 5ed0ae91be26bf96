-- Like ingest_batch, for a batch of only known rows. Such batches are the most frequent ones in a storm. It has a quarter of
-- the arguments and a shorter ledger statement. It returns what was missed.
CREATE OR REPLACE FUNCTION ingest_known(
  p_shard integer, p_received timestamptz,
  ${known_parameters},
  ${accepted_parameters},
  OUT missed integer[])
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_memoize = off                             -- no key comes twice in a batch
AS $$
DECLARE
  v_missed bigint := 0;
BEGIN
  PERFORM plan_as_grown();
  missed := touch_known(p_received, k_tenant, k_fingerprint, k_n, k_severity, k_ends, k_observed);
  -- Rows that were missed are not counted here, neither as accepted nor by disposition.
  -- For one source, the same as below: joining and sorting a single row took a tenth of a small batch's time.
  IF cardinality(l_source) = 1 THEN
    IF missed IS NOT NULL THEN
      v_missed := (SELECT sum(k_n[m.ord]) FROM unnest(missed) AS m(ord));
    END IF;
    INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, deduplicated)
    SELECT l_tenant[1], l_source[1], date_trunc('minute', now(), 'UTC'), p_shard, l_accepted[1] - v_missed,
           (SELECT sum(k.n) FROM unnest(k_n) AS k(n)) - v_missed
     WHERE l_accepted[1] > v_missed
    ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
       SET accepted = l.accepted + excluded.accepted,
           deduplicated = l.deduplicated + excluded.deduplicated;
    RETURN;
  END IF;
  INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, deduplicated)
  SELECT s.tenant, s.source, date_trunc('minute', now(), 'UTC'), p_shard, s.accepted - k.missed, k.repeats - k.missed
    FROM unnest(${accepted_arrays}) AS s(${accepted_names})
    JOIN (SELECT k.source, sum(k.n) AS repeats, coalesce(sum(k.n) FILTER (WHERE k.ord = ANY (ingest_known.missed)), 0) AS missed
            FROM unnest(k_source, k_n) WITH ORDINALITY AS k(source, n, ord)
           GROUP BY k.source) AS k ON k.source = s.source
   WHERE s.accepted > k.missed
   ORDER BY s.tenant, s.source
  ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
     SET accepted = l.accepted + excluded.accepted,
         deduplicated = l.deduplicated + excluded.deduplicated;
END $$;
CALL secure_function('ingest_known', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Stores the latest texts of firing alerts from repeats, separately from the batches that count these repeats. It skips an
-- alert that another transaction is changing, so it never waits and never blocks for long. A later repeat brings the texts
-- again. Each fingerprint comes once. It returns those that were stored.
CREATE OR REPLACE FUNCTION ingest_texts(
  t_tenant uuid[], t_fingerprint uuid[], t_observed timestamptz[], t_labels text[], t_annotations text[], t_details text[])
  RETURNS SETOF uuid
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
AS $$
  UPDATE alert_state a
     SET labels = t.labels,
         annotations = CASE WHEN t.annotations <> '{}' THEN t.annotations ELSE a.annotations END,
         details = t.details
    FROM (SELECT t.*
            FROM unnest(t_tenant, t_fingerprint, t_observed, t_labels, t_annotations, t_details)
                 AS t(tenant, print, observed, labels, annotations, details)
            JOIN alert_state s ON s.tenant_id = t.tenant AND s.fingerprint = t.print
           WHERE s.status = status_firing() AND s.observed_at <= t.observed
             FOR NO KEY UPDATE OF s SKIP LOCKED) AS t
   WHERE a.tenant_id = t.tenant AND a.fingerprint = t.print
  RETURNING a.fingerprint
$$;
CALL secure_function('ingest_texts', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');
