-- Leases one due timer. No timer is put off for longer than its period, or than 5 minutes after a failure, and no lease is
-- longer than ours: what lies further ahead was set by a clock that has since been set back.
CREATE OR REPLACE FUNCTION claim_timer(p_lease interval)
  RETURNS TABLE (tenant_id uuid, name text, due_at timestamptz, period interval, attempts integer, payload text)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE timer t
     SET lease_until = now() + p_lease, attempts = t.attempts + 1, last_started_at = now()
    FROM (SELECT w.tenant_id, w.name FROM timer w
           WHERE (w.due_at <= now() OR w.due_at > now() + greatest(w.period, interval '5 minutes') + interval '1 minute')
             AND (w.lease_until IS NULL OR w.lease_until < now() OR w.lease_until > now() + p_lease + interval '1 minute')
           ORDER BY w.due_at LIMIT 1 FOR UPDATE SKIP LOCKED) AS c
   WHERE t.tenant_id = c.tenant_id AND t.name = c.name
  RETURNING t.tenant_id, t.name, t.due_at, t.period, t.attempts, t.payload::text
$$;
CALL secure_function('claim_timer', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Ends a timer's run. A periodic timer's next time is the first after now, so that what was missed is caught up once; of
-- one whose time lay ahead of a clock that was set back, it is one period from now.
CREATE OR REPLACE FUNCTION finish_timer(p_tenant uuid, p_name text, p_outcome text, p_retry interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM timer t WHERE t.tenant_id = p_tenant AND t.name = p_name AND t.period IS NULL AND p_retry IS NULL)
  UPDATE timer t
     SET lease_until = NULL, last_finished_at = now(), last_outcome = p_outcome,
         attempts = CASE WHEN p_retry IS NULL THEN 0 ELSE t.attempts END,
         due_at = CASE WHEN p_retry IS NOT NULL THEN now() + p_retry
                       WHEN t.due_at > now() THEN now() + t.period
                       ELSE t.due_at + t.period * (1 + floor(extract(epoch FROM now() - t.due_at) / extract(epoch FROM t.period))) END
   WHERE t.tenant_id = p_tenant AND t.name = p_name AND (t.period IS NOT NULL OR p_retry IS NOT NULL)
$$;
CALL secure_function('finish_timer', runs_as => 'imas_worker_fn', callers => '{imas_app}');
