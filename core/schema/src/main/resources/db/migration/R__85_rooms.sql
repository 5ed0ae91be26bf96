-- Whether claim_room_tasks may find something.
CREATE OR REPLACE FUNCTION room_tasks_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM room_task w WHERE w.status IN ('pending', 'working') AND w.next_attempt_at <= now())
$$;
CALL secure_function('room_tasks_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Claims up to p_limit due tasks of rooms, of all tenants, for p_lease. A room's tasks are done one after the other, so only
-- the first that has not ended is claimed. A task whose lease has run out is due.
CREATE OR REPLACE FUNCTION claim_room_tasks(p_limit integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, id uuid, room_id uuid, incident_id uuid, number smallint, provider_id uuid, vendor text,
                 kind text, payload text, attempts integer, channel text, bot_user text, asked_at timestamptz,
                 created_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  RETURN QUERY
    WITH leased AS (
      UPDATE room_task t
         SET status = 'working', attempts = t.attempts + 1, next_attempt_at = now() + p_lease, scheduled_at = now()
       WHERE t.ctid = ANY (ARRAY (
               SELECT w.ctid FROM room_task w
                WHERE w.status IN ('pending', 'working') AND w.next_attempt_at <= now()
                  AND NOT EXISTS (SELECT FROM room_task e
                                   WHERE e.tenant_id = w.tenant_id AND e.room_id = w.room_id
                                     AND e.status IN ('pending', 'working') AND e.place < w.place)
                ORDER BY w.next_attempt_at
                LIMIT p_limit
                  FOR NO KEY UPDATE SKIP LOCKED))
      RETURNING t.*)
    SELECT l.tenant_id, l.id, l.room_id, r.incident_id, r.number, r.provider_id, r.vendor, l.kind, l.payload::text,
           l.attempts, coalesce(r.channel, o.result ->> 'channel'), coalesce(r.bot_user, o.result ->> 'bot_user'), r.asked_at,
           l.created_at
      FROM leased l
      JOIN room r ON r.tenant_id = l.tenant_id AND r.id = l.room_id
      -- Core may not have followed yet what came of opening it.
      LEFT JOIN room_task o ON o.tenant_id = l.tenant_id AND o.room_id = l.room_id AND o.kind = 'open' AND o.status = 'done';
END $$;
CALL secure_function('claim_room_tasks', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Says what became of an attempt: 'done', 'dead', 'pending' to try again after p_wait, or 'untried', which does not count.
-- An end wakes core by the room's timer. Whoever lost the lease changes nothing. Core locks a timer before a task, and so
-- does this.
CREATE OR REPLACE FUNCTION end_room_task(p_tenant uuid, p_id uuid, p_attempt integer, p_end text, p_wait interval,
                                         p_result text, p_error text)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_task record;
BEGIN
  SELECT t.room_id, t.kind, r.incident_id INTO v_task
    FROM room_task t JOIN room r ON r.tenant_id = t.tenant_id AND r.id = t.room_id
   WHERE t.tenant_id = p_tenant AND t.id = p_id AND t.status = 'working' AND t.attempts = p_attempt;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF p_end IN ('done', 'dead') THEN
    INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
    VALUES (p_tenant, 'room', v_task.incident_id::text, now(), now(), true)
    ON CONFLICT (tenant_id, kind, subject) DO UPDATE
       SET life = uuidv7(), due_at = excluded.due_at, try_at = excluded.try_at, set_at = now(), attempts = 0;
  END IF;
  UPDATE room_task t
     SET status = CASE WHEN p_end IN ('done', 'dead') THEN p_end ELSE 'pending' END,
         attempts = t.attempts - CASE WHEN p_end = 'untried' THEN 1 ELSE 0 END,
         next_attempt_at = now() + p_wait, scheduled_at = now(), result = p_result::jsonb, last_error = p_error,
         finished_at = CASE WHEN p_end IN ('done', 'dead') THEN now() END
   WHERE t.tenant_id = p_tenant AND t.id = p_id AND t.status = 'working' AND t.attempts = p_attempt;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF v_task.kind = 'open' AND p_end = 'dead' THEN
    -- There is no room in which the others could be done.
    UPDATE room_task t SET status = 'cancelled', finished_at = now()
     WHERE t.tenant_id = p_tenant AND t.room_id = v_task.room_id AND t.status = 'pending';
  END IF;
  RETURN true;
END $$;
CALL secure_function('end_room_task', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- After the clock was set back: tasks that were put off by the later clock are due, and leases of that time end one lease
-- from now. Returns how many it changed.
CREATE OR REPLACE FUNCTION recall_room_tasks(p_lease interval)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_recalled integer;
BEGIN
  UPDATE room_task t
     SET next_attempt_at = CASE WHEN t.status = 'pending' THEN now() ELSE now() + p_lease END, scheduled_at = now()
   WHERE t.status IN ('pending', 'working') AND t.scheduled_at > now() + interval '1 minute';
  GET DIAGNOSTICS v_recalled = ROW_COUNT;
  RETURN v_recalled;
END $$;
CALL secure_function('recall_room_tasks', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
