-- The database's clock may be set back. What was put off by it before that must not wait until the clock is again where it
-- was. A minute is the least that counts as a step: now() is the start of a transaction, so that a younger one's may be ahead.

-- When next_attempt_at was set. It lies in the future only after the clock was set back.
ALTER TABLE delivery ADD COLUMN scheduled_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX delivery_scheduled ON delivery (scheduled_at) WHERE status IN ('pending', 'sending');

-- Makes due what was put off by a clock that was ahead of now, and lets the leases of that time run out one lease from
-- now: whoever still holds one ends before. Answers how many deliveries that were.
CREATE FUNCTION recall_deliveries(p_lease interval)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  v_recalled integer;
BEGIN
  UPDATE delivery d
     SET next_attempt_at = CASE WHEN d.status = 'pending' THEN now() ELSE now() + p_lease END, scheduled_at = now()
   WHERE d.status IN ('pending', 'sending') AND d.scheduled_at > now() + interval '1 minute';
  GET DIAGNOSTICS v_recalled = ROW_COUNT;
  RETURN v_recalled;
END $$;

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

-- Owned and granted as V10 does it for the others; a replaced function keeps what it has.
GRANT CREATE ON SCHEMA imas TO imas_worker_fn;
ALTER FUNCTION recall_deliveries(interval) OWNER TO imas_worker_fn;
REVOKE CREATE ON SCHEMA imas FROM imas_worker_fn;
REVOKE EXECUTE ON FUNCTION recall_deliveries(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recall_deliveries(interval) TO imas_notifier;
