-- Queues events of the current tenant. What waits for a subscription about an incident is locked first, so that whoever is
-- ending one of these events knows of the new ones. An event that is there already is left as it is.
CREATE OR REPLACE FUNCTION queue_events(p_ids uuid[], p_webhooks uuid[], p_abouts uuid[], p_keys text[], p_events text[],
                                        p_payloads text[])
  RETURNS integer
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
DECLARE
  v_queued integer;
BEGIN
  PERFORM 1
     FROM (SELECT DISTINCT n.webhook_id, n.about_id FROM unnest(p_webhooks, p_abouts) AS n(webhook_id, about_id)) AS a
     JOIN event_delivery d ON d.tenant_id = current_tenant() AND d.webhook_id = a.webhook_id AND d.about_id = a.about_id
    WHERE d.status IN ('pending', 'sending')
    ORDER BY d.webhook_id, d.about_id, d.position
      FOR NO KEY UPDATE OF d;
  INSERT INTO event_delivery (tenant_id, id, webhook_id, about_id, event_key, event, payload, is_head)
  SELECT current_tenant(), n.id, n.webhook_id, n.about_id, n.event_key, n.event, n.payload::jsonb,
         row_number() OVER (PARTITION BY n.webhook_id, n.about_id ORDER BY n.place) = 1
           AND (SELECT d.id FROM event_delivery d
                 WHERE d.tenant_id = current_tenant() AND d.webhook_id = n.webhook_id AND d.about_id = n.about_id
                   AND d.status IN ('pending', 'sending')
                 ORDER BY d.tenant_id, d.webhook_id, d.about_id, d.position LIMIT 1) IS NULL
    FROM unnest(p_ids, p_webhooks, p_abouts, p_keys, p_events, p_payloads)
           WITH ORDINALITY AS n(id, webhook_id, about_id, event_key, event, payload, place)
   ORDER BY n.place
  ON CONFLICT (tenant_id, webhook_id, about_id, event_key) DO NOTHING;
  GET DIAGNOSTICS v_queued = ROW_COUNT;
  RETURN v_queued;
END $$;
CALL secure_function('queue_events', callers => '{imas_app}');

-- The first of what waits for a subscription about an incident is the head; the others wait for it.
CREATE OR REPLACE FUNCTION settle_events(p_tenant uuid, p_webhook uuid, p_about uuid)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
AS $$
  UPDATE event_delivery d
     SET is_head = (d.id = f.id)
    FROM (SELECT w.id FROM event_delivery w
           WHERE w.tenant_id = p_tenant AND w.webhook_id = p_webhook AND w.about_id = p_about
             AND w.status IN ('pending', 'sending')
           ORDER BY w.tenant_id, w.webhook_id, w.about_id, w.position LIMIT 1) AS f
   WHERE d.tenant_id = p_tenant AND d.webhook_id = p_webhook AND d.about_id = p_about
     AND d.status IN ('pending', 'sending') AND d.is_head <> (d.id = f.id)
$$;
CALL secure_function('settle_events', callers => '{imas_app, imas_worker_fn}');

-- After the clock was set back: makes events due that were put off by the later clock, and lets leases of that time expire one
-- lease from now. A holder of such a lease finishes before that. It waits for nobody.
CREATE OR REPLACE FUNCTION recall_events(p_lease interval)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  UPDATE event_delivery d
     SET next_attempt_at = CASE WHEN d.status = 'pending' THEN now() ELSE now() + p_lease END, scheduled_at = now()
   WHERE d.ctid = ANY (ARRAY (
           SELECT w.ctid FROM event_delivery w
            WHERE w.status IN ('pending', 'sending') AND w.scheduled_at > now() + interval '1 minute'
              FOR NO KEY UPDATE SKIP LOCKED))
$$;
CALL secure_function('recall_events', callers => '{imas_worker_fn}');

-- Whether claim_events may find something. It does not say when: no index has that for all subscriptions.
CREATE OR REPLACE FUNCTION events_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT (SELECT true FROM event_delivery d WHERE d.is_head AND d.status IN ('pending', 'sending')
                 ORDER BY d.tenant_id, d.webhook_id, d.next_attempt_at LIMIT 1) IS NOT NULL
$$;
CALL secure_function('events_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Leases up to p_limit due events, up to p_room of a subscription, one of a subscription that fails. It steps through an index
-- from subscription to subscription, from a random place on, so what waits for one costs the others nothing.
CREATE OR REPLACE FUNCTION claim_events(p_limit integer, p_room integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, id uuid, event text, about_id uuid, payload text, attempts integer, url text, secret_enc bytea,
                 queued_at timestamptz, failures integer)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  v_most   CONSTANT integer := 1000;
  v_zero   CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  v_tenant uuid;
  v_hook   uuid;
  v_start  uuid;
  v_row    record;
  v_web    record;
  v_room   integer;
  v_left   integer := p_limit;
  v_taken  integer;
BEGIN
  PERFORM recall_events(p_lease);
  FOREACH v_start IN ARRAY ARRAY [gen_random_uuid(), v_zero] LOOP
    v_tenant := v_start;
    v_hook := v_zero;
    FOR v_step IN 1 .. v_most LOOP
      SELECT d.tenant_id, d.webhook_id INTO v_row FROM event_delivery d
       WHERE d.is_head AND d.status IN ('pending', 'sending') AND (d.tenant_id, d.webhook_id) > (v_tenant, v_hook)
       ORDER BY d.tenant_id, d.webhook_id, d.next_attempt_at LIMIT 1;
      EXIT WHEN NOT FOUND;
      v_tenant := v_row.tenant_id;
      v_hook := v_row.webhook_id;
      SELECT w.url, w.secret_enc, w.failures, w.is_active, w.rests_until, w.last_error_at INTO v_web FROM event_webhook w
       WHERE w.tenant_id = v_tenant AND w.id = v_hook;
      -- A rest begins with an error: one that is ahead of now was seen by a clock that was set back since.
      CONTINUE WHEN NOT v_web.is_active
                 OR v_web.rests_until > now() AND v_web.last_error_at <= now() + interval '1 minute';
      v_room := least(v_left, CASE WHEN v_web.failures > 0 THEN 1 ELSE p_room END
                              - (SELECT count(*)::integer
                                   FROM (SELECT FROM event_delivery d
                                          WHERE d.is_head AND d.status IN ('pending', 'sending') AND d.tenant_id = v_tenant
                                            AND d.webhook_id = v_hook AND d.status = 'sending' AND d.next_attempt_at > now()
                                          LIMIT p_room) AS s));
      CONTINUE WHEN v_room <= 0;
      RETURN QUERY
        UPDATE event_delivery d
           SET status = 'sending', next_attempt_at = now() + p_lease, scheduled_at = now(), attempts = d.attempts + 1
         WHERE d.ctid = ANY (ARRAY (
                 SELECT w.ctid FROM event_delivery w
                  WHERE w.is_head AND w.status IN ('pending', 'sending') AND w.tenant_id = v_tenant AND w.webhook_id = v_hook
                    AND w.next_attempt_at <= now()
                  ORDER BY w.tenant_id, w.webhook_id, w.next_attempt_at
                  LIMIT v_room
                    FOR NO KEY UPDATE SKIP LOCKED))
        RETURNING d.tenant_id, d.id, d.event, d.about_id, d.payload::text, d.attempts, v_web.url, v_web.secret_enc, d.queued_at,
                  v_web.failures;
      GET DIAGNOSTICS v_taken = ROW_COUNT;
      v_left := v_left - v_taken;
      EXIT WHEN v_left <= 0;
    END LOOP;
    EXIT WHEN v_left <= 0;
  END LOOP;
END $$;
CALL secure_function('claim_events', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Writes what became of an attempt: p_status is sent, dead or pending, then p_wait is how long until the next attempt. p_rest:
-- for how long the whole subscription rests; NULL: not at all. Returns whether the claim was still ours. The subscription is
-- locked before the event, as by whoever switches it off.
CREATE OR REPLACE FUNCTION end_event_attempt(p_tenant uuid, p_id uuid, p_attempt integer, p_status text, p_wait interval,
                                             p_rest interval, p_is_gone boolean, p_outcome text, p_code integer, p_error text,
                                             p_millis integer)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  v_hook  uuid := (SELECT d.webhook_id FROM event_delivery d WHERE d.tenant_id = p_tenant AND d.id = p_id);
  v_about uuid;
BEGIN
  IF p_outcome = 'accepted' THEN
    -- Not for each of many: its row would be written as often as events are posted.
    UPDATE event_webhook w
       SET failures = 0, failing_since = NULL, rests_until = NULL, last_success_at = now()
     WHERE w.tenant_id = p_tenant AND w.id = v_hook
       AND (w.failures > 0 OR w.failing_since IS NOT NULL OR (w.last_success_at > now() - interval '5 seconds') IS NOT TRUE);
  ELSE
    UPDATE event_webhook w
       SET failures = w.failures + CASE WHEN p_rest IS NULL THEN 0 ELSE 1 END,
           failing_since = coalesce(w.failing_since, now()),
           rests_until = CASE WHEN w.last_error_at > now() + interval '1 minute' THEN now() + p_rest
                              WHEN p_rest IS NULL THEN w.rests_until
                              ELSE greatest(w.rests_until, now() + p_rest) END,
           is_gone = w.is_gone OR p_is_gone, last_error_at = now(), last_error = p_error, last_status = p_code
     WHERE w.tenant_id = p_tenant AND w.id = v_hook;
  END IF;
  UPDATE event_delivery d
     SET status = p_status, next_attempt_at = now() + p_wait, scheduled_at = now(), last_error = p_error,
         finished_at = CASE WHEN p_status <> 'pending' THEN now() END
   WHERE d.tenant_id = p_tenant AND d.id = p_id AND d.attempts = p_attempt AND d.status = 'sending'
  RETURNING d.about_id INTO v_about;
  IF v_about IS NULL THEN
    RETURN false;
  END IF;
  INSERT INTO event_attempt (tenant_id, delivery_id, attempt, outcome, status_code, error, duration_ms)
  VALUES (p_tenant, p_id, p_attempt, p_outcome, p_code, p_error, p_millis);
  IF p_status <> 'pending' THEN
    PERFORM settle_events(p_tenant, v_hook, v_about);
  END IF;
  RETURN true;
END $$;
CALL secure_function('end_event_attempt', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Puts a claimed event back as if nobody had claimed it.
CREATE OR REPLACE FUNCTION release_event(p_tenant uuid, p_id uuid, p_attempt integer, p_wait interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE event_delivery d
     SET status = 'pending', attempts = d.attempts - 1, next_attempt_at = now() + p_wait, scheduled_at = now()
   WHERE d.tenant_id = p_tenant AND d.id = p_id AND d.attempts = p_attempt AND d.status = 'sending'
$$;
CALL secure_function('release_event', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- A metric: how many events are due, and for how long the oldest of them has been; of at most 100,000.
CREATE OR REPLACE FUNCTION event_backlog(OUT waiting bigint, OUT oldest_seconds double precision)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT count(*), coalesce(extract(epoch FROM now() - min(d.queued_at)), 0)
    FROM (SELECT w.queued_at FROM event_delivery w WHERE w.is_head AND w.status IN ('pending', 'sending') LIMIT 100000) AS d
$$;
CALL secure_function('event_backlog', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- The tenants with subscriptions, so that changes of the others' incidents cost no question.
CREATE OR REPLACE FUNCTION tenants_with_event_webhooks()
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT w.tenant_id FROM event_webhook w WHERE w.is_active
$$;
CALL secure_function('tenants_with_event_webhooks', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The subscriptions that are to be switched off: they are gone, or have failed for longer than p_after without a success, or
-- more than p_most events wait for them.
CREATE OR REPLACE FUNCTION failed_event_webhooks(p_after interval, p_most integer)
  RETURNS TABLE (tenant_id uuid, id uuid, why text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT f.tenant_id, f.id, f.why
    FROM (SELECT w.tenant_id, w.id,
                 CASE WHEN w.is_gone THEN 'it answered that it is gone (HTTP 410)'
                      WHEN w.failing_since < now() - p_after
                      THEN 'nothing was accepted since ' || to_char(w.failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC'
                      WHEN (SELECT count(*) FROM (SELECT FROM event_delivery d
                                                   WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id
                                                     AND d.status IN ('pending', 'sending') LIMIT p_most + 1) AS x) > p_most
                      THEN 'more than ' || p_most || ' events waited for it' END AS why
            FROM event_webhook w WHERE w.is_active) AS f
   WHERE f.why IS NOT NULL
$$;
CALL secure_function('failed_event_webhooks', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Deletes up to p_limit events that ended before p_before, with their attempts. Returns how many.
CREATE OR REPLACE FUNCTION forget_events(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  v_died integer;
BEGIN
  DELETE FROM event_delivery d
   WHERE d.ctid = ANY (ARRAY (SELECT w.ctid FROM event_delivery w
                               WHERE w.finished_at < not_of_today(p_before)
                               ORDER BY w.finished_at LIMIT p_limit FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS v_died = ROW_COUNT;
  RETURN v_died;
END $$;
CALL secure_function('forget_events', runs_as => 'imas_worker_fn', callers => '{imas_app}');
