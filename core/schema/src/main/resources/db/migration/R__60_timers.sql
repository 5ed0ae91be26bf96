DROP FUNCTION IF EXISTS claim_timer(interval);
DROP FUNCTION IF EXISTS finish_timer(uuid, text, text, interval);
DROP FUNCTION IF EXISTS lease_timer(text[], uuid, text, interval); -- one with a default takes its calls

-- The advisory lock that a transaction holds while it fires a timer. It is not the row's own lock. Whoever cancels a timer
-- locks its subject first and the row second, and whoever fires it must use the same order.
CREATE OR REPLACE FUNCTION timer_lock(p_life uuid)
  RETURNS bigint
  LANGUAGE sql IMMUTABLE
  RETURN hashtextextended('imas.timer.' || p_life::text, 0);
CALL secure_function('timer_lock', callers => '{imas_app, imas_worker_fn}');

-- The next tenant and kind with a due timer after the given ones, in the order of tenant and kind. NULL if there is none.
CREATE OR REPLACE FUNCTION next_timers(p_kinds text[], p_tenant uuid, p_kind text, OUT tenant_id uuid, OUT kind text)
  LANGUAGE plpgsql STABLE
AS $$
BEGIN
  SELECT p_tenant, k.kind INTO tenant_id, kind
    FROM unnest(p_kinds) AS k(kind)
   WHERE k.kind COLLATE "C" > p_kind COLLATE "C"
     AND (SELECT t.try_at FROM imas.timer t
           WHERE t.kind = k.kind AND t.tenant_id = p_tenant AND t.try_at <= now()
           ORDER BY t.kind, t.tenant_id, t.try_at, t.subject LIMIT 1) IS NOT NULL
   ORDER BY k.kind COLLATE "C" LIMIT 1;
  IF kind IS NULL THEN
    SELECT n.tenant_id, k.kind INTO tenant_id, kind
      FROM unnest(p_kinds) AS k(kind)
      CROSS JOIN LATERAL (SELECT t.tenant_id FROM imas.timer t
                           WHERE t.kind = k.kind AND t.tenant_id > p_tenant AND t.try_at <= now()
                           ORDER BY t.kind, t.tenant_id, t.try_at, t.subject LIMIT 1) AS n
     ORDER BY n.tenant_id, k.kind COLLATE "C" LIMIT 1;
  END IF;
END $$;
CALL secure_function('next_timers', callers => '{imas_worker_fn}');

-- Claims up to p_limit due timers of one tenant and one kind, oldest first, for the caller's transaction, which also ends
-- them. Tenants and kinds take turns: it takes the next ones after p_tenant and p_kind that have a due timer which nobody
-- else has claimed. If there is none, it returns one row without a tenant that says when the next timer is due, if there is
-- one.
CREATE OR REPLACE FUNCTION claim_timers(p_kinds text[], p_tenant uuid, p_kind text, p_limit integer)
  RETURNS TABLE (tenant_id uuid, kind text, subject text, life uuid, due_at timestamptz, attempts integer, recurs text,
                 payload text, db_now timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_due    text[];
  v_turn   record;
  v_timer  record;
  v_taken  integer := 0;
  v_passed boolean := false; -- past the end of the order, so it started again from the first
BEGIN
  SELECT array_agg(k.kind) FILTER (WHERE n.try_at <= now()), min(n.try_at) INTO v_due, due_at
    FROM unnest(p_kinds) AS k(kind)
    CROSS JOIN LATERAL (SELECT t.try_at FROM timer t WHERE t.kind = k.kind ORDER BY t.kind, t.try_at LIMIT 1) AS n;
  WHILE v_due IS NOT NULL LOOP
    SELECT n.tenant_id, n.kind INTO v_turn FROM next_timers(v_due, p_tenant, p_kind) AS n;
    IF v_turn.kind IS NULL THEN
      EXIT WHEN v_passed;
      v_passed := true;
      p_tenant := '00000000-0000-0000-0000-000000000000';
      p_kind := '';
      CONTINUE;
    END IF;
    p_tenant := v_turn.tenant_id;
    p_kind := v_turn.kind;
    FOR v_timer IN
      SELECT t.* FROM timer t
       WHERE t.kind = p_kind AND t.tenant_id = p_tenant AND t.try_at <= now()
       ORDER BY t.kind, t.tenant_id, t.try_at, t.subject
    LOOP
      IF pg_try_advisory_xact_lock(timer_lock(v_timer.life)) THEN
        v_taken := v_taken + 1;
        RETURN QUERY SELECT v_timer.tenant_id, v_timer.kind::text, v_timer.subject::text, v_timer.life, v_timer.due_at,
                            v_timer.attempts, v_timer.recurs, v_timer.payload::text, now();
        EXIT WHEN v_taken = p_limit;
      END IF;
    END LOOP;
    IF v_taken > 0 THEN
      RETURN;
    END IF;
  END LOOP;
  db_now := now();
  RETURN NEXT;
END $$;
CALL secure_function('claim_timers', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether the platform's timer of this kind is due.
CREATE OR REPLACE FUNCTION is_timer_due(p_kind text)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM timer t
                  WHERE t.tenant_id = '00000000-0000-0000-0000-000000000000' AND t.kind = p_kind AND t.subject = 'platform'
                    AND t.try_at <= now())
$$;
CALL secure_function('is_timer_due', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether a timer of these kinds is due.
CREATE OR REPLACE FUNCTION timers_wait(p_kinds text[])
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM unnest(p_kinds) AS k(kind)
                CROSS JOIN LATERAL (SELECT t.try_at FROM timer t WHERE t.kind = k.kind ORDER BY t.kind, t.try_at LIMIT 1) AS n
                WHERE n.try_at <= now())
$$;
CALL secure_function('timers_wait', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Sets the platform's due timers of these kinds, for which nothing waits, for their next time. Those for which somebody asked
-- and those that failed stay due, and so does what has not run for a minute: a condition that misses work delays it by no
-- more. The next time is a multiple of the period, so that one look serves all kinds of the same period.
CREATE OR REPLACE FUNCTION skip_timers(p_kinds text[])
  RETURNS void
  LANGUAGE sql
AS $$
  UPDATE imas.timer t
     SET due_at = n.at, try_at = n.at, set_at = now()
    FROM (SELECT w.tenant_id, w.kind, w.subject, date_bin(p.period, now(), 'epoch') + p.period AS at
            FROM imas.timer w
           CROSS JOIN LATERAL (SELECT substr(w.recurs, length('every ') + 1)::interval AS period) AS p
           WHERE w.tenant_id = '00000000-0000-0000-0000-000000000000' AND w.kind = ANY (p_kinds) AND w.subject = 'platform'
             AND w.recurs LIKE 'every %' AND w.try_at <= now() AND w.try_at = w.due_at AND w.attempts = 0 AND w.claim IS NULL
             AND w.last_started_at BETWEEN now() - interval '1 minute' AND now()
             FOR UPDATE OF w SKIP LOCKED) AS n
   WHERE t.tenant_id = n.tenant_id AND t.kind = n.kind AND t.subject = n.subject
$$;
CALL secure_function('skip_timers', callers => '{imas_worker_fn}');

-- Leases one due timer whose work uses transactions of its own: nobody else gets it for p_lease. Turns, and the row if there
-- is none, are as above. A timer with an expired lease is due. Nothing waits for the kinds of p_idle: see skip_timers.
CREATE OR REPLACE FUNCTION lease_timer(p_kinds text[], p_tenant uuid, p_kind text, p_lease interval, p_idle text[] DEFAULT '{}')
  RETURNS TABLE (tenant_id uuid, kind text, subject text, life uuid, due_at timestamptz, attempts integer, recurs text,
                 payload text, db_now timestamptz, claim uuid)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  v_due    text[];
  v_next   timestamptz;
  v_turn   record;
  v_passed boolean := false;
BEGIN
  IF cardinality(p_idle) > 0 THEN
    PERFORM skip_timers(p_idle);
  END IF;
  SELECT array_agg(k.kind) FILTER (WHERE n.try_at <= now()), min(n.try_at) INTO v_due, v_next
    FROM unnest(p_kinds) AS k(kind)
    CROSS JOIN LATERAL (SELECT t.try_at FROM timer t WHERE t.kind = k.kind ORDER BY t.kind, t.try_at LIMIT 1) AS n;
  WHILE v_due IS NOT NULL LOOP
    SELECT n.tenant_id, n.kind INTO v_turn FROM next_timers(v_due, p_tenant, p_kind) AS n;
    IF v_turn.kind IS NULL THEN
      EXIT WHEN v_passed;
      v_passed := true;
      p_tenant := '00000000-0000-0000-0000-000000000000';
      p_kind := '';
      CONTINUE;
    END IF;
    p_tenant := v_turn.tenant_id;
    p_kind := v_turn.kind;
    RETURN QUERY
      UPDATE timer t
         SET try_at = now() + p_lease, set_at = now(), claim = uuidv7(), last_started_at = now(),
             last_late = greatest(now() - t.due_at, interval '0')
       WHERE (t.tenant_id, t.kind, t.subject) = (
               SELECT w.tenant_id, w.kind, w.subject FROM timer w
                WHERE w.kind = p_kind AND w.tenant_id = p_tenant AND w.try_at <= now()
                ORDER BY w.kind, w.tenant_id, w.try_at, w.subject LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING t.tenant_id, t.kind::text, t.subject::text, t.life, t.due_at, t.attempts, t.recurs, t.payload::text, now(),
                t.claim;
    IF FOUND THEN
      RETURN;
    END IF;
  END LOOP;
  RETURN QUERY SELECT NULL::uuid, NULL::text, NULL::text, NULL::uuid, v_next, NULL::integer, NULL::text, NULL::text, now(),
                      NULL::uuid;
END $$;
CALL secure_function('lease_timer', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Renews the leases that these claims still hold, for p_lease from now. Returns the claims that hold one.
CREATE OR REPLACE FUNCTION renew_timers(p_tenant uuid[], p_kind text[], p_subject text[], p_claim uuid[], p_lease interval)
  RETURNS SETOF uuid
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  RETURN QUERY
    UPDATE timer t
       SET try_at = now() + p_lease, set_at = now()
      FROM unnest(p_tenant, p_kind, p_subject, p_claim) AS c(tenant_id, kind, subject, claim)
     WHERE t.tenant_id = c.tenant_id AND t.kind = c.kind AND t.subject = c.subject AND t.claim = c.claim
    RETURNING t.claim;
END $$;
CALL secure_function('renew_timers', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Checks the database's clock. If it was set back, timers for an elapsed time are moved by the same amount, and so are the
-- back-offs and leases of all timers, p_limit at a time. Timers for an instant stay as they are. A timer that recurs at a
-- time of day is never more than a week ahead, so one further ahead becomes due. Returns by how much the clock was set back,
-- 0 if it was not, and whether there is more to move. The seconds between the step and its discovery happen twice. Timers
-- that were set in them stay as they are.
CREATE OR REPLACE FUNCTION watch_timer_clock(p_limit integer, OUT set_back interval, OUT more boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  v_clock  record;
  v_now    timestamptz;
  v_moved  integer;
BEGIN
  set_back := interval '0';
  more := false;
  SELECT c.* INTO v_clock FROM timer_clock c WHERE c.tenant_id = v_nobody;
  -- Read the clock after the row: a time that another process stored meanwhile is not a step.
  v_now := clock_timestamp();
  IF v_now BETWEEN v_clock.seen_at - interval '2 seconds' AND v_clock.seen_at + interval '1 second'
     AND v_clock.set_back IS NULL THEN
    RETURN;
  END IF;
  SELECT c.* INTO v_clock FROM timer_clock c WHERE c.tenant_id = v_nobody FOR UPDATE SKIP LOCKED;
  IF v_clock.tenant_id IS NULL THEN
    RETURN; -- another process checks
  END IF;
  v_now := clock_timestamp();
  IF v_now < v_clock.seen_at - interval '2 seconds' THEN
    set_back := v_clock.seen_at - v_now;
    v_clock.stepped_at := v_now;
    v_clock.set_back := set_back;
  END IF;
  IF v_clock.set_back IS NOT NULL THEN
    UPDATE timer t
       SET try_at = CASE WHEN t.elapses OR t.try_at <> t.due_at THEN t.try_at - v_clock.set_back ELSE v_now END,
           due_at = CASE WHEN t.elapses THEN t.due_at - v_clock.set_back WHEN t.try_at <> t.due_at THEN t.due_at ELSE v_now END,
           set_at = v_now
     WHERE t.ctid = ANY (ARRAY (
             SELECT w.ctid FROM timer w
              WHERE ((w.elapses OR w.try_at <> w.due_at)
                     AND (w.set_at > v_now OR w.set_at < v_clock.stepped_at - interval '10 seconds'))
                 OR (NOT w.elapses AND w.recurs IS NOT NULL AND w.due_at > v_now + interval '8 days')
              LIMIT p_limit FOR UPDATE));
    GET DIAGNOSTICS v_moved = ROW_COUNT;
    more := v_moved = p_limit;
    IF NOT more THEN
      v_clock.set_back := NULL;
    END IF;
  END IF;
  UPDATE timer_clock c SET seen_at = v_now, stepped_at = v_clock.stepped_at, set_back = v_clock.set_back
   WHERE c.tenant_id = v_nobody;
END $$;
CALL secure_function('watch_timer_clock', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- How many timers of these kinds, up to 10,000, have been due for longer than p_late.
CREATE OR REPLACE FUNCTION overdue_timers(p_kinds text[], p_late interval)
  RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
BEGIN
  RETURN (SELECT count(*)
            FROM (SELECT FROM timer t WHERE t.kind = ANY (p_kinds) AND t.try_at < now() - p_late LIMIT 10000) AS o);
END $$;
CALL secure_function('overdue_timers', runs_as => 'imas_worker_fn', callers => '{imas_app}');
