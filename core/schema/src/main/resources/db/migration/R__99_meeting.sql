-- Meetings: see V222.

-- Meetings of all tenants of which a reminder is due, up to p_limit.
CREATE OR REPLACE FUNCTION meetings_due(p_now timestamptz, p_limit integer)
  RETURNS TABLE (tenant_id uuid, event_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT m.tenant_id, m.event_id FROM meeting m WHERE m.next_reminder <= p_now ORDER BY m.next_reminder, m.event_id LIMIT p_limit
$$;
CALL secure_function('meetings_due', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether meetings_due finds something.
CREATE OR REPLACE FUNCTION meetings_wait(p_now timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM meeting m WHERE m.next_reminder <= p_now)
$$;
CALL secure_function('meetings_wait', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Forgets up to p_limit meetings whose last time ended before then.
CREATE OR REPLACE FUNCTION forget_meetings(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM calendar_event e
     USING (SELECT m.tenant_id, m.event_id FROM meeting m WHERE m.ends_on < not_of_today(p_before) ORDER BY m.ends_on LIMIT p_limit) AS o
     WHERE e.tenant_id = o.tenant_id AND e.id = o.event_id
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_meetings', runs_as => 'imas_worker_fn', callers => '{imas_app}');
