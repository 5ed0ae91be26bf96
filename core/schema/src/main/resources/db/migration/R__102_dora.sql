-- Forgets up to p_limit reports of DORA metrics that were made before then. In PL/pgSQL, since this file is run before the one that
-- has not_of_today.
CREATE OR REPLACE FUNCTION forget_dora_reports(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_gone integer;
BEGIN
  DELETE FROM dora_report r
   WHERE r.ctid = ANY (ARRAY (SELECT o.ctid FROM dora_report o WHERE o.made_at < not_of_today(p_before)
                               ORDER BY o.made_at LIMIT p_limit FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  RETURN v_gone;
END $$;
CALL secure_function('forget_dora_reports', runs_as => 'imas_worker_fn', callers => '{imas_app}');
