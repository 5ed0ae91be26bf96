-- Deployment windows: see V218.

-- Windows of all tenants whose next reminder is due, and which one: 1 a day, 2 an hour, 3 a quarter of an hour before the start,
-- 4 that one which began for an open incident has no approval after a day.
CREATE OR REPLACE FUNCTION deployment_windows_due(p_now timestamptz, p_limit integer)
  RETURNS TABLE (tenant_id uuid, event_id uuid, reminder smallint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT d.tenant_id, d.event_id, d.reminder
    FROM (SELECT w.tenant_id, w.event_id, w.reminders,
                 CASE WHEN w.starts_on <= p_now + interval '15 minutes' THEN 3
                      WHEN w.starts_on <= p_now + interval '1 hour' THEN 2
                      ELSE 1 END::smallint AS reminder
            FROM deployment_window w
           WHERE w.status = 1 AND w.reminders < 3 AND w.starts_on > p_now AND w.starts_on <= p_now + interval '1 day') AS d
   WHERE d.reminder > d.reminders
   UNION ALL
  SELECT w.tenant_id, w.event_id, 4::smallint
    FROM deployment_window w
   WHERE w.named_incident IS NOT NULL AND w.reminders < 4 AND w.started_at <= p_now - interval '1 day'
     AND NOT EXISTS (SELECT FROM approval_request a
                      WHERE a.tenant_id = w.tenant_id AND a.event_id = w.event_id AND a.state = 2)
   LIMIT p_limit
$$;
CALL secure_function('deployment_windows_due', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Forgets up to p_limit deployment windows that were to end before then.
CREATE OR REPLACE FUNCTION forget_deployment_windows(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM calendar_event e
     USING (SELECT w.tenant_id, w.event_id FROM deployment_window w
             WHERE w.ends_on < not_of_today(p_before) AND w.status <> 2 ORDER BY w.ends_on LIMIT p_limit) AS o
     WHERE e.tenant_id = o.tenant_id AND e.id = o.event_id
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_deployment_windows', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Makes the silence of a deployment window that begins now. False if p_most silences are in force or to come.
CREATE OR REPLACE FUNCTION mute_deployment(
  p_tenant uuid, p_id uuid, p_window uuid, p_matchers text, p_services uuid[], p_ends timestamptz, p_author text, p_comment text,
  p_now timestamptz, p_most integer)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  PERFORM next_hiding_epoch(p_tenant);
  IF has_silences(p_tenant, p_now, p_most) THEN
    RETURN false;
  END IF;
  INSERT INTO silence (tenant_id, id, deployment_window_id, matchers, services, hides_sev1, starts_at, ends_at, created_by, author,
                       comment, created_at, updated_at)
  VALUES (p_tenant, p_id, p_window, p_matchers, p_services, false, p_now, p_ends, p_author, p_author, p_comment, p_now, p_now);
  INSERT INTO hiding_scan (tenant_id, hider_id, due_at) VALUES (p_tenant, p_id, p_now);
  RETURN true;
END $$;
CALL secure_function('mute_deployment', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Open windows for which deployments may have something to say: their time is near, and a deployment of the tenant has changed since
-- they were looked at; or a deployment has started them and their time is over. What was not looked at for longest comes first.
CREATE OR REPLACE FUNCTION deployment_windows_to_follow(p_now timestamptz, p_limit integer)
  RETURNS TABLE (tenant_id uuid, event_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT w.tenant_id, w.event_id
    FROM deployment_window w
   WHERE w.status <= 2 AND w.starts_on <= p_now + interval '15 minutes' AND w.starts_on > p_now - interval '5 days'
     AND (w.ends_on > p_now - interval '15 minutes' OR w.followed)
     AND ((w.followed AND w.ends_on <= p_now)
          OR EXISTS (SELECT FROM deployment d
                      WHERE d.tenant_id = w.tenant_id
                        AND d.changed_at > coalesce(w.looked_at, w.starts_on - interval '15 minutes')))
   ORDER BY w.looked_at NULLS FIRST, w.starts_on, w.event_id
   LIMIT p_limit
$$;
CALL secure_function('deployment_windows_to_follow', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Approved windows of the next two weeks, to be looked at again. What was not looked at for longest comes first.
CREATE OR REPLACE FUNCTION deployment_windows_to_judge(p_now timestamptz, p_limit integer)
  RETURNS TABLE (tenant_id uuid, event_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT w.tenant_id, w.event_id
    FROM deployment_window w
    JOIN approval_request a ON a.tenant_id = w.tenant_id AND a.event_id = w.event_id AND a.state = 2
   WHERE w.status = 1 AND w.ends_on > p_now AND w.starts_on <= p_now + interval '14 days'
   ORDER BY a.judged_at NULLS FIRST, w.starts_on, w.event_id
   LIMIT p_limit
$$;
CALL secure_function('deployment_windows_to_judge', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether deployment_windows_to_follow may find something. It may say so where it does not.
CREATE OR REPLACE FUNCTION deployment_windows_wait(p_now timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM deployment_window w
                  WHERE w.status <= 2 AND w.starts_on <= p_now + interval '15 minutes' AND w.starts_on > p_now - interval '5 days')
$$;
CALL secure_function('deployment_windows_wait', runs_as => 'imas_worker_fn', callers => '{imas_app}');
