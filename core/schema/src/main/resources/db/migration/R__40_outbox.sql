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
  -- Other tenants wait for the unit: what somebody else holds for longer is tried again later.
  PERFORM set_config('lock_timeout', '500ms', true);
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

-- Takes up to p_limit rows of the urgent lane, as claim_outbox does, but only alerts that fire (the kinds are OPENED,
-- REOPENED, SEVERITY_CHANGED, REFIRED, STILL_FIRING and RECONSIDERED), with the highest severity that waits, so that no page
-- is committed together with less severe ones. Recoveries stay for claim_outbox: of what is processed together firing goes
-- first, too, so no incident ends that an alert still waiting would have kept. Lesser rows of the same groups go along, as
-- far as they are found at once: they join the same incidents, and their first page tells of them. The services take turns,
-- so that the first page of one does not wait behind a storm of another: the oldest row of each goes first, then the second
-- oldest of each. A smaller claim is the first part of a larger one, unless more than ten services wait. The cost does not
-- depend on how much waits: it steps through an index from service to service, 1,000 at most, and reads up to some ten times
-- p_limit rows. It passes over what is less severe, so the caller has to use claim_outbox, too, which takes the oldest. The
-- settings keep this plan whatever the statistics say.
CREATE OR REPLACE FUNCTION claim_urgent(p_after uuid, p_limit integer)
  RETURNS TABLE (id bigint, tenant_id uuid, fingerprint uuid, seq integer, kind smallint, severity smallint,
                 source_id uuid, service_id uuid, received_at timestamptz, starts_at timestamptz, decision smallint,
                 group_key text, attempts smallint, applied_seq integer, incident_id uuid, firing boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
  SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_most     CONSTANT integer := 1000;
  v_tenant   uuid := p_after;
  v_severity smallint;
  v_service  uuid;
  v_services uuid[];
BEGIN
  PERFORM set_config('lock_timeout', '500ms', true); -- as claim_outbox does
  LOOP
    SELECT o.tenant_id INTO v_tenant FROM outbox o
     WHERE o.priority = lane_urgent() AND o.kind IN (1, 2, 4, 7, 8, 10) AND o.tenant_id > v_tenant AND is_due(o.not_before)
     ORDER BY o.tenant_id, o.severity, o.service_id, o.id LIMIT 1;
    IF v_tenant IS NULL THEN
      RETURN;
    END IF;
    IF pg_try_advisory_xact_lock(hashtextextended('imas.intake.' || lane_urgent() || '.' || v_tenant, 0)) THEN
      SELECT o.severity, o.service_id INTO v_severity, v_service FROM outbox o
       WHERE o.priority = lane_urgent() AND o.kind IN (1, 2, 4, 7, 8, 10) AND o.tenant_id = v_tenant AND is_due(o.not_before)
       ORDER BY o.tenant_id, o.severity, o.service_id, o.id LIMIT 1;
      v_services := '{}';
      WHILE v_service IS NOT NULL AND cardinality(v_services) < v_most LOOP
        v_services := v_services || v_service;
        SELECT o.service_id INTO v_service FROM outbox o
         WHERE o.priority = lane_urgent() AND o.kind IN (1, 2, 4, 7, 8, 10) AND o.tenant_id = v_tenant
           AND o.severity = v_severity AND o.service_id > v_service AND is_due(o.not_before)
         ORDER BY o.tenant_id, o.severity, o.service_id, o.id LIMIT 1;
      END LOOP;
      RETURN QUERY
        WITH taken AS (
          DELETE FROM outbox o
           WHERE o.ctid = ANY (ARRAY (
                   WITH severe AS MATERIALIZED (
                     SELECT r.place, r.group_key
                       FROM unnest(v_services) AS s(service_id)
                      CROSS JOIN LATERAL (
                        SELECT w.place, w.group_key, w.id, row_number() OVER (ORDER BY w.id) AS turn
                          FROM (SELECT o.ctid AS place, o.group_key, o.id FROM outbox o
                                 WHERE o.priority = lane_urgent() AND o.kind IN (1, 2, 4, 7, 8, 10)
                                   AND o.tenant_id = v_tenant AND o.severity = v_severity
                                   AND o.service_id = s.service_id AND is_due(o.not_before)
                                 ORDER BY o.tenant_id, o.severity, o.service_id, o.id
                                 LIMIT least(p_limit, 1 + 10 * p_limit / cardinality(v_services))) AS w) AS r
                      ORDER BY r.turn, r.id
                      LIMIT p_limit)
                   (SELECT place FROM severe)
                    UNION ALL
                   (SELECT w.place
                      FROM unnest(v_services) AS s(service_id)
                     CROSS JOIN generate_series(v_severity + 1, 4) AS lesser(severity)
                     CROSS JOIN LATERAL (
                       SELECT o.ctid AS place, o.group_key FROM outbox o
                        WHERE o.priority = lane_urgent() AND o.kind IN (1, 2, 4, 7, 8, 10) AND o.tenant_id = v_tenant
                          AND o.severity = lesser.severity AND o.service_id = s.service_id AND is_due(o.not_before)
                        ORDER BY o.tenant_id, o.severity, o.service_id, o.id
                        LIMIT 1 + p_limit / cardinality(v_services)) AS w
                     WHERE (w.group_key IN (SELECT m.group_key FROM severe m)) IS TRUE -- not as a join, so that it is hashed
                     LIMIT p_limit - (SELECT count(*) FROM severe))))
          RETURNING o.*)
        SELECT t.id, t.tenant_id, t.fingerprint, t.seq, t.kind, t.severity, t.source_id, t.service_id, t.received_at,
               t.starts_at, t.decision, t.group_key, t.attempts, p.applied_seq, p.incident_id, p.firing
          FROM taken t
          LEFT JOIN alert_progress p ON p.tenant_id = t.tenant_id AND p.fingerprint = t.fingerprint;
      IF FOUND THEN
        RETURN;
      END IF;
    END IF;
  END LOOP;
END $$;
CALL secure_function('claim_urgent', runs_as => 'imas_worker_fn', callers => '{imas_app}');

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

-- Whether rows wait for intake, of any kind.
CREATE OR REPLACE FUNCTION outbox_waits()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT (SELECT true FROM outbox o ORDER BY o.priority, o.tenant_id, o.id LIMIT 1) IS NOT NULL
$$;
CALL secure_function('outbox_waits', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The size of the backlog and its oldest row: a signal for admission, and a metric. It is bounded, so that it stays cheap in
-- a storm.
CREATE OR REPLACE FUNCTION outbox_backlog(OUT waiting bigint, OUT oldest timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT count(*), min(at) FROM (SELECT at FROM outbox LIMIT 100000) AS o
$$;
CALL secure_function('outbox_backlog', runs_as => 'imas_worker_fn', callers => '{imas_ingest, imas_app}');
