-- Silences of one tenant that end soon while they hide alerts, each once for each end. Those of maintenance windows end as was
-- planned, and who made a short one has not forgotten it.
CREATE OR REPLACE FUNCTION claim_ending_silences(p_now timestamptz, p_soon interval, p_least interval, p_most integer)
  RETURNS TABLE (tenant_id uuid, id uuid, ends_at timestamptz, created_by text, author text, comment text, hides integer)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH ending AS (
    SELECT f.tenant_id, f.id
      FROM hiding_epoch e
     CROSS JOIN LATERAL (
       SELECT s.tenant_id, s.id
         FROM silence s
        WHERE s.tenant_id = e.tenant_id AND s.ends_at > p_now AND s.ends_at <= p_now + p_soon AND s.starts_at <= p_now
          AND s.window_id IS NULL AND s.ends_at - s.starts_at >= p_least AND s.told_of_end IS DISTINCT FROM s.ends_at
          AND EXISTS (SELECT FROM hidden_by b WHERE b.tenant_id = s.tenant_id AND b.hider_id = s.id)
        ORDER BY s.ends_at, s.id
        LIMIT p_most) AS f),
  of_one AS (
    SELECT g.tenant_id, g.id FROM ending g WHERE g.tenant_id = (SELECT h.tenant_id FROM ending h LIMIT 1)),
  locked AS (
    SELECT s.tenant_id, s.id
      FROM silence s JOIN of_one o ON o.tenant_id = s.tenant_id AND o.id = s.id
     ORDER BY s.id
       FOR UPDATE OF s SKIP LOCKED)
  UPDATE silence s SET told_of_end = s.ends_at
    FROM locked l
   WHERE s.tenant_id = l.tenant_id AND s.id = l.id AND s.told_of_end IS DISTINCT FROM s.ends_at
  RETURNING s.tenant_id, s.id, s.ends_at, s.created_by, s.author, s.comment,
            (SELECT count(*)::integer FROM (SELECT FROM hidden_by b WHERE b.tenant_id = s.tenant_id AND b.hider_id = s.id
                                             LIMIT 10000) AS hidden)
$$;
CALL secure_function('claim_ending_silences', runs_as => 'imas_worker_fn', callers => '{imas_app}');
