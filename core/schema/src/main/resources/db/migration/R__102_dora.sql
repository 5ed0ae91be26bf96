-- Forgets up to p_limit reports of DORA metrics that were made before then.
CREATE OR REPLACE FUNCTION forget_dora_reports(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM dora_report r
     WHERE r.ctid = ANY (ARRAY (SELECT o.ctid FROM dora_report o WHERE o.made_at < not_of_today(p_before)
                                 ORDER BY o.made_at LIMIT p_limit FOR UPDATE SKIP LOCKED))
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_dora_reports', runs_as => 'imas_worker_fn', callers => '{imas_app}');
