-- Claim functions for workers that serve all tenants. They are narrow, and each returns the tenant, so that the work itself
-- runs inside that tenant.

-- Whether a row deferred until then is due. No row is deferred for longer than 5 minutes, so a later time comes from a clock
-- that was set back since. One minute is added because now() is the start of the transaction.
CREATE OR REPLACE FUNCTION is_due(p_not_before timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE
AS $$
  SELECT p_not_before IS NULL OR p_not_before <= now() OR p_not_before > now() + interval '6 minutes'
$$;
CALL secure_function('is_due', callers => '{imas_worker_fn}');

-- Takes up to p_limit outbox rows of one lane (0 urgent, 1 the rest) and one tenant, oldest first, and deletes them. The
-- caller's transaction does the work, so both happen or neither. Tenants take turns: it takes the first tenant after p_after
-- that has work and that no other core process is working on in this lane. An advisory lock until the end of the caller's
-- transaction keeps others from these rows. Locking each row as well took a twelfth of intake's time. With p_yield, a tenant
-- whose urgent rows wait gets one row without an id. Of changes committed together, urgent ones are processed first, so that
-- a storm opens incidents with their final severity. Each row includes the progress of its alert. The other lane may advance
-- it meanwhile, so whoever writes it compares with what was read here.
CREATE OR REPLACE FUNCTION claim_outbox(p_lane smallint, p_yield boolean, p_after uuid, p_limit integer)
  RETURNS TABLE (id bigint, tenant_id uuid, fingerprint uuid, seq integer, kind smallint, severity smallint,
                 source_id uuid, service_id uuid, received_at timestamptz, starts_at timestamptz, decision smallint,
                 group_key text, attempts smallint, applied_seq integer, incident_id uuid, firing boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant uuid := p_after;
BEGIN
  LOOP
    SELECT o.tenant_id INTO v_tenant FROM outbox o
     WHERE o.priority = p_lane AND o.tenant_id > v_tenant AND is_due(o.not_before)
     ORDER BY o.tenant_id LIMIT 1;
    IF v_tenant IS NULL THEN
      RETURN;
    END IF;
    IF pg_try_advisory_xact_lock(hashtextextended('imas.intake.' || p_lane || '.' || v_tenant, 0)) THEN
      RETURN QUERY
        WITH taken AS (
          DELETE FROM outbox o
           WHERE o.ctid = ANY (ARRAY (
                   SELECT w.ctid FROM outbox w
                    WHERE w.priority = p_lane AND w.tenant_id = v_tenant AND is_due(w.not_before)
                      -- This must use the same snapshot: an earlier query could miss what is committed in between. It is not
                      -- EXISTS, because for that the planner would read the whole outbox to find a row, and mostly there is
                      -- none.
                      AND (NOT p_yield OR (
                            SELECT u.id FROM outbox u
                             WHERE u.priority < p_lane AND u.tenant_id = v_tenant
                               AND is_due(u.not_before)
                             ORDER BY u.priority, u.tenant_id, u.id LIMIT 1) IS NULL)
                    ORDER BY w.id
                    LIMIT p_limit))
          RETURNING o.*)
        SELECT t.id, t.tenant_id, t.fingerprint, t.seq, t.kind, t.severity, t.source_id, t.service_id, t.received_at,
               t.starts_at, t.decision, t.group_key, t.attempts, p.applied_seq, p.incident_id, p.firing
          FROM taken t
          LEFT JOIN alert_progress p ON p.tenant_id = t.tenant_id AND p.fingerprint = t.fingerprint;
      IF FOUND THEN
        RETURN;
      END IF;
      IF p_yield AND (SELECT u.id FROM outbox u
                        WHERE u.priority < p_lane AND u.tenant_id = v_tenant
                          AND is_due(u.not_before)
                        ORDER BY u.priority, u.tenant_id, u.id LIMIT 1) IS NOT NULL THEN
        tenant_id := v_tenant;
        RETURN NEXT;
        RETURN;
      END IF;
    END IF;
  END LOOP;
END $$;
CALL secure_function('claim_outbox', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Defers the rows of a failed unit of work, whose deletion was rolled back.
CREATE OR REPLACE FUNCTION defer_outbox(p_tenant uuid, p_ids bigint[], p_wait interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE outbox SET attempts = least(attempts + 1, 32767)::smallint, not_before = now() + p_wait
   WHERE tenant_id = p_tenant AND id = ANY (p_ids)
$$;
CALL secure_function('defer_outbox', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The size of the backlog and its oldest row: a signal for admission, and a metric. It is bounded, so that it stays cheap in
-- a storm.
CREATE OR REPLACE FUNCTION outbox_backlog(OUT waiting bigint, OUT oldest timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT count(*), min(at) FROM (SELECT at FROM outbox LIMIT 100000) AS o
$$;
CALL secure_function('outbox_backlog', runs_as => 'imas_worker_fn', callers => '{imas_ingest, imas_app}');
