-- Claims of workers that span tenants: narrow, and each answers with the tenant so that the work itself is done inside it.

-- Whether what was put off until then is due. No row is put off for longer than 5 minutes: one that lies further ahead was
-- put off by a clock that has since been set back. A minute for now() itself, which is the start of a transaction.
CREATE FUNCTION is_due(p_not_before timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE
AS $$
  SELECT p_not_before IS NULL OR p_not_before <= now() OR p_not_before > now() + interval '6 minutes'
$$;

-- Takes up to p_limit outbox rows of one lane (0 urgent, 1 the rest) and one tenant, the oldest first, and deletes them:
-- the caller's transaction does the work, so both happen or neither. Tenants take turns: it is the first one after p_after
-- that has work and that no other core is busy with in this lane. Its lock lasts until the caller's transaction ends, so
-- that nobody else takes these rows; to lock each one, too, was a twelfth of intake's time.
-- With p_yield, a tenant whose urgent rows wait answers with one row that has no id: what was committed together is
-- followed the urgent first, so that a storm opens its incidents at their final severity.
-- Each row comes with how far its alert has been followed. The other lane may move that on meanwhile: whoever writes it
-- says what was read here.
CREATE FUNCTION claim_outbox(p_lane smallint, p_yield boolean, p_after uuid, p_limit integer)
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
                      -- Of the same snapshot: asked beforehand, it could miss what is committed in between. Not EXISTS,
                      -- for which the planner would read the whole outbox until it found one, and mostly there is none.
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

-- After a failed unit of work (its deletion was rolled back): the rows wait before they are tried again.
CREATE FUNCTION defer_outbox(p_tenant uuid, p_ids bigint[], p_wait interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE outbox SET attempts = least(attempts + 1, 32767)::smallint, not_before = now() + p_wait
   WHERE tenant_id = p_tenant AND id = ANY (p_ids)
$$;

-- How much waits, and for how long: an admission signal and a metric. Bounded, so that it stays cheap in a storm.
CREATE FUNCTION outbox_backlog(OUT waiting bigint, OUT oldest timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT count(*), min(at) FROM (SELECT at FROM outbox LIMIT 100000) AS o
$$;

-- For how long the oldest open transaction of this database has held back the clearing away of old rows, 0 without one; NULL
-- where it cannot be known, since who migrated could not give the right to see other sessions.
CREATE FUNCTION oldest_transaction(OUT seconds double precision)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT extract(epoch FROM clock_timestamp() - least(
           (SELECT min(xact_start) FROM pg_stat_activity
             WHERE datname = current_database() AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)),
           (SELECT min(prepared) FROM pg_prepared_xacts WHERE database = current_database()),
           clock_timestamp()))
   WHERE pg_has_role('pg_read_all_stats', 'USAGE')
$$;

-- Leases up to p_limit due deliveries, the urgent first, each with where it goes by now, or why it goes nowhere (gone); tenants take turns, and so do the receivers of one. p_rooms says
-- of "tenant/receiver" how many it may get, 0 when its circuit is open, its rate is used up, or enough is in flight; p_alone
-- says the same of what goes alone, whatever the rate; any other gets p_room.
-- What it costs depends on how many receivers are waited for, not on what waits or was sent: it steps over an index from
-- receiver to receiver, and takes the first that are due. The settings see to it that no statistics, old or none, make
-- another plan of that, and so does the order by all of the index, which no other index has. It looks at some hundred tenants, and receivers of each, at some thousand in all; where there are
-- more, each claim sees others.
CREATE FUNCTION claim_deliveries(p_limit integer, p_room integer, p_rooms jsonb, p_alone jsonb, p_lease interval)
  RETURNS TABLE (tenant_id uuid, id uuid, incident_id uuid, event_seq integer, event text, receiver_id uuid,
                 channel text, address text, urgency smallint, payload text, attempts integer, secret_enc bytea,
                 created_at timestamptz, alone boolean, gone text)
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
  v_most      CONSTANT integer := 500;
  v_steps     CONSTANT integer := 2000;
  v_zero      CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  v_any       CONSTANT uuid := coalesce((SELECT t.tenant_id FROM tenant t ORDER BY random() LIMIT 1), v_zero);
  v_tenant    uuid;
  v_receiver  uuid;
  v_waited    uuid[];
  v_tenants   uuid[];
  v_receivers uuid[];
  v_key       text;
  v_taken     jsonb := '{}';
  v_room      integer;
  v_left      integer := p_limit;
  v_claimed   integer;
  v_contact   record;
  v_gone      text;
BEGIN
  FOR v_place IN 0 .. 4 LOOP
    v_waited := '{}';
    FOREACH v_tenant IN ARRAY ARRAY [v_any, v_zero] LOOP
      FOR v_step IN 1 .. v_most LOOP
        SELECT d.tenant_id INTO v_tenant FROM delivery d
         WHERE d.is_head AND d.status IN ('pending', 'sending') AND d.place = v_place AND d.tenant_id > v_tenant
         ORDER BY d.place, d.tenant_id, d.receiver_id, d.next_attempt_at LIMIT 1;
        EXIT WHEN v_tenant IS NULL;
        v_waited := v_waited || v_tenant;
      END LOOP;
    END LOOP;
    v_tenants := '{}';
    v_receivers := '{}';
    FOR v_tenant IN SELECT w.tenant_id FROM unnest(v_waited) AS w(tenant_id) GROUP BY w.tenant_id ORDER BY random() LOOP
      EXIT WHEN cardinality(v_tenants) >= v_steps;
      FOREACH v_receiver IN ARRAY ARRAY [v_zero, gen_random_uuid()] LOOP
        SELECT d.receiver_id INTO v_receiver FROM delivery d
         WHERE d.is_head AND d.status IN ('pending', 'sending') AND d.place = v_place AND d.tenant_id = v_tenant
           AND d.receiver_id >= v_receiver
         ORDER BY d.place, d.tenant_id, d.receiver_id, d.next_attempt_at LIMIT 1;
        FOR v_step IN 1 .. v_most LOOP
          EXIT WHEN v_receiver IS NULL;
          v_tenants := v_tenants || v_tenant;
          v_receivers := v_receivers || v_receiver;
          SELECT d.receiver_id INTO v_receiver FROM delivery d
           WHERE d.is_head AND d.status IN ('pending', 'sending') AND d.place = v_place AND d.tenant_id = v_tenant
             AND d.receiver_id > v_receiver
           ORDER BY d.place, d.tenant_id, d.receiver_id, d.next_attempt_at LIMIT 1;
        END LOOP;
        EXIT WHEN v_receiver IS NULL;
      END LOOP;
    END LOOP;
    FOR v_tenant, v_receiver IN
      SELECT w.tenant_id, w.receiver_id
        FROM (SELECT u.tenant_id, u.receiver_id, random() AS dice,
                     row_number() OVER (PARTITION BY u.tenant_id ORDER BY random()) AS turn
                FROM (SELECT DISTINCT x.tenant_id, x.receiver_id FROM unnest(v_tenants, v_receivers) AS x(tenant_id, receiver_id)) AS u
             ) AS w
       ORDER BY w.turn, w.dice
    LOOP
      v_key := v_tenant || '/' || v_receiver;
      -- Where a page goes is asked now, not when it was made.
      SELECT c.channel, c.address, c.secret_enc, c.is_active INTO v_contact
        FROM (SELECT 'console', 'console', NULL::bytea, true WHERE v_receiver = v_zero
              UNION ALL
              SELECT t.channel, t.address, t.secret_enc, t.is_active FROM team_contact t
               WHERE t.tenant_id = v_tenant AND t.id = v_receiver) AS c(channel, address, secret_enc, is_active);
      v_gone := CASE WHEN NOT FOUND THEN 'the contact was removed' WHEN NOT v_contact.is_active THEN 'the contact is not active' END;
      -- What waits for a gone receiver is only cancelled: the most of a claim is for those who can be told.
      v_room := least(CASE WHEN v_gone IS NOT NULL THEN greatest(1, p_limit / 4)
                           ELSE coalesce((CASE v_place WHEN 0 THEN p_alone ELSE p_rooms END ->> v_key)::integer, p_room) - coalesce((v_taken ->> v_key)::integer, 0) END,
                      v_left);
      CONTINUE WHEN v_room <= 0;
      RETURN QUERY
        WITH leased AS (
          UPDATE delivery d
             SET status = 'sending', next_attempt_at = now() + p_lease, scheduled_at = now(), attempts = d.attempts + 1,
                 channel = coalesce(v_contact.channel, d.channel), address = coalesce(v_contact.address, d.address)
           WHERE d.ctid = ANY (ARRAY (
                   SELECT w.ctid FROM delivery w
                    WHERE w.is_head AND w.status IN ('pending', 'sending') AND w.place = v_place
                      AND w.tenant_id = v_tenant AND w.receiver_id = v_receiver
                      -- Of a receiver that is gone whatever waits, so that nobody waits for it.
                      AND w.next_attempt_at <= CASE WHEN v_gone IS NULL THEN now() ELSE 'infinity' END
                      AND (v_gone IS NULL OR w.status = 'pending' OR w.next_attempt_at <= now())
                    ORDER BY w.place, w.tenant_id, w.receiver_id, w.next_attempt_at
                    LIMIT v_room
                      FOR NO KEY UPDATE SKIP LOCKED))
          RETURNING d.*)
        SELECT l.tenant_id, l.id, l.incident_id, l.event_seq, l.event, l.receiver_id, l.channel, l.address, l.urgency,
               l.payload::text, l.attempts, v_contact.secret_enc, l.created_at, l.alone,
               -- Whoever tests a contact that is not active wants to know.
               CASE WHEN l.event <> 'contact.test' OR v_contact.channel IS NULL THEN v_gone END
          FROM leased l;
      GET DIAGNOSTICS v_claimed = ROW_COUNT;
      IF v_claimed > 0 THEN
        v_taken := v_taken || jsonb_build_object(v_key, coalesce((v_taken ->> v_key)::integer, 0) + v_claimed);
        v_left := v_left - v_claimed;
        EXIT WHEN v_left <= 0;
      END IF;
    END LOOP;
    EXIT WHEN v_left <= 0;
  END LOOP;
END $$;

-- How many deliveries are due and unclaimed, and since when: a metric. Of at most 100,000 that wait, so that it stays cheap
-- in a storm.
CREATE FUNCTION delivery_backlog(OUT due bigint, OUT oldest_seconds double precision)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
AS $$
  SELECT count(*), coalesce(extract(epoch FROM now() - min(d.next_attempt_at)), 0)
    FROM (SELECT w.next_attempt_at FROM delivery w
           WHERE w.is_head AND w.status IN ('pending', 'sending')
           ORDER BY w.place, w.tenant_id, w.receiver_id, w.next_attempt_at
           LIMIT 100000) AS d
   WHERE d.next_attempt_at <= now()
$$;

-- What a receiver that has stopped answering was to be sent and has been due for longer than all its retries would have
-- taken, the urgent first; of one incident the first alone.
CREATE FUNCTION overdue_deliveries(p_tenant uuid, p_receiver uuid, p_urgent interval, p_other interval, p_limit integer)
  RETURNS TABLE (id uuid, incident_id uuid, event_seq integer, event text, channel text, address text, urgency smallint,
                 attempts integer, created_at timestamptz)
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
AS $$
  SELECT d.id, d.incident_id, d.event_seq, d.event, d.channel, d.address, d.urgency, d.attempts, d.created_at
    FROM (VALUES (0::smallint, p_urgent), (1::smallint, p_urgent), (2::smallint, p_other), (3::smallint, p_other),
                 (4::smallint, p_other)) AS u(place, horizon)
   CROSS JOIN LATERAL (
     SELECT w.* FROM delivery w
      WHERE w.is_head AND w.status IN ('pending', 'sending') AND w.place = u.place AND w.tenant_id = p_tenant
        AND w.receiver_id = p_receiver AND w.next_attempt_at < now() - u.horizon AND w.status = 'pending'
      ORDER BY w.place, w.tenant_id, w.receiver_id, w.next_attempt_at
      LIMIT p_limit) AS d
   LIMIT p_limit
$$;
-- Folds what is due to a receiver that has used up its rate into a digest, up to p_limit at a time, the urgent first: into
-- the one that waits to be sent and grows, or into a new one if more than p_keep wait. What goes alone is left alone.
-- Answers how many it folded. A digest with a SEV1 goes alone itself, four times a minute.
CREATE FUNCTION fold_deliveries(p_tenant uuid, p_receiver uuid, p_keep integer, p_limit integer)
  RETURNS integer
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
  v_ids    uuid[] := '{}';
  v_digest delivery;
  v_old    jsonb;
  v_sum    record;
  v_alone  boolean;
  v_pair   record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('imas.digest.' || p_tenant || p_receiver, 0)) THEN
    RETURN 0;
  END IF;
  SELECT n.* INTO v_digest
    FROM (SELECT d.id FROM delivery d
           WHERE d.tenant_id = p_tenant AND d.receiver_id = p_receiver AND d.incident_id IS NULL AND d.event = 'incidents.digest'
           ORDER BY d.tenant_id, d.receiver_id, d.created_at DESC LIMIT 1) AS newest
    JOIN delivery n ON n.tenant_id = p_tenant AND n.id = newest.id
   WHERE n.status = 'pending' AND n.attempts = 0
     FOR NO KEY UPDATE OF n SKIP LOCKED;
  FOR v_place IN 1 .. 4 LOOP
    v_ids := v_ids || ARRAY (
      SELECT d.id FROM delivery d
       WHERE d.is_head AND d.status IN ('pending', 'sending') AND d.place = v_place AND d.tenant_id = p_tenant
         AND d.receiver_id = p_receiver AND d.next_attempt_at <= now() AND d.status = 'pending' AND d.incident_id IS NOT NULL
       ORDER BY d.place, d.tenant_id, d.receiver_id, d.next_attempt_at
       LIMIT p_limit - cardinality(v_ids)
         FOR NO KEY UPDATE SKIP LOCKED);
  END LOOP;
  IF cardinality(v_ids) <= (CASE WHEN v_digest.id IS NULL THEN p_keep ELSE 0 END) THEN
    RETURN 0;
  END IF;
  IF v_digest.id IS NULL THEN
    INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status, payload)
    SELECT p_tenant, uuidv7(), NULL, 0, 'incidents.digest', p_receiver, d.channel, d.address, 4, 'pending',
           jsonb_build_object('event', 'incidents.digest', 'tenant', d.payload -> 'tenant', 'digest', jsonb_build_object(
             'messages', 0, 'incidents', 0, 'over', 0, 'by_severity', '[0, 0, 0, 0]'::jsonb, 'since', now(), 'listed', '[]'::jsonb))
      FROM delivery d WHERE d.tenant_id = p_tenant AND d.id = v_ids[1]
    RETURNING * INTO v_digest;
  END IF;
  v_old := v_digest.payload -> 'digest';
  WITH taken AS (
    UPDATE delivery d
       SET status = 'folded', folded_into = v_digest.id, finished_at = now(), is_head = false,
           last_error = 'not sent by itself: told in a digest, since the receiver had as much as its rate allows'
     WHERE d.tenant_id = p_tenant AND d.id = ANY (v_ids)
    RETURNING d.incident_id, d.event, d.event_seq, d.urgency, d.created_at, d.payload),
  -- As it was before this statement: what the digest told of the incident already.
  known AS (
    SELECT t.*, b.event AS event_before, b.urgency AS urgency_before
      FROM taken t
      LEFT JOIN LATERAL (
        SELECT e.event, e.urgency FROM delivery e
         WHERE e.tenant_id = p_tenant AND e.incident_id = t.incident_id AND e.receiver_id = p_receiver
           AND e.folded_into = v_digest.id
         ORDER BY e.tenant_id, e.incident_id, e.receiver_id, e.event_seq DESC LIMIT 1) AS b ON true)
  SELECT count(*) AS messages, count(*) FILTER (WHERE k.event_before IS NULL) AS incidents,
         count(*) FILTER (WHERE k.event = 'incident.resolved')
           - count(*) FILTER (WHERE k.event_before = 'incident.resolved') AS over,
         (SELECT jsonb_agg((v_old -> 'by_severity' ->> (u - 1))::integer
                           + (SELECT count(*) FILTER (WHERE x.urgency = u) - count(*) FILTER (WHERE x.urgency_before = u)
                                FROM known x) ORDER BY u)
            FROM generate_series(1, 4) AS u) AS by_severity,
         min(k.urgency) AS urgency,
         (SELECT jsonb_agg(l.entry)
            FROM (SELECT a.entry
                    FROM (SELECT jsonb_build_object(
                                   'id', x.incident_id, 'short_id', x.payload #> '{incident,short_id}',
                                   'title', x.payload #> '{incident,title}', 'severity', x.payload #> '{incident,severity}',
                                   'service', x.payload #> '{incident,service,name}', 'event', x.event,
                                   'at', x.created_at) AS entry, x.urgency, x.created_at
                            FROM known x
                          UNION ALL
                          SELECT o.entry, substr(o.entry ->> 'severity', 4, 1)::smallint, (o.entry ->> 'at')::timestamptz
                            FROM jsonb_array_elements(v_old -> 'listed') AS o(entry)
                           WHERE NOT EXISTS (SELECT FROM known x WHERE x.incident_id = (o.entry ->> 'id')::uuid)) AS a
                   ORDER BY a.urgency, a.created_at DESC LIMIT 10) AS l) AS listed
    INTO v_sum
    FROM known k;
  v_alone := least(v_digest.urgency, v_sum.urgency) = 1 AND NOT EXISTS (
    SELECT FROM delivery d
     WHERE d.alone AND d.tenant_id = p_tenant AND d.receiver_id = p_receiver
       AND d.created_at > now() - interval '1 minute' AND d.event = 'incidents.digest'
       AND d.finished_at > now() - interval '15 seconds');
  UPDATE delivery d
     SET urgency = least(d.urgency, v_sum.urgency), alone = d.alone OR v_alone,
         payload = d.payload || jsonb_build_object(
           'occurred_at', now(), 'earlier_count', (v_old ->> 'messages')::bigint + v_sum.messages,
           'digest', v_old || jsonb_build_object(
             'messages', (v_old ->> 'messages')::bigint + v_sum.messages,
             'incidents', (v_old ->> 'incidents')::bigint + v_sum.incidents,
             'over', (v_old ->> 'over')::bigint + v_sum.over,
             'by_severity', v_sum.by_severity, 'listed', v_sum.listed, 'until', now()))
   WHERE d.tenant_id = p_tenant AND d.id = v_digest.id;
  -- What waited behind them has its turn now.
  FOR v_pair IN
    SELECT t.incident_id FROM delivery t
     WHERE t.tenant_id = p_tenant AND t.id = ANY (v_ids)
       AND (SELECT d.id FROM delivery d
             WHERE d.tenant_id = t.tenant_id AND d.incident_id = t.incident_id AND d.receiver_id = t.receiver_id
               AND d.status IN ('pending', 'sending')
             ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq LIMIT 1) IS NOT NULL
  LOOP
    PERFORM settle_deliveries(p_tenant, v_pair.incident_id, p_receiver);
  END LOOP;
  RETURN cardinality(v_ids);
END $$;

CALL open_table_to('team_contact', 'imas_worker_fn');

-- Takes up to p_limit due outcomes of pages, of the tenant of the oldest, and deletes them: the caller's transaction does
-- what follows from them, so both happen or neither. What another core has taken is passed over.
-- No row is put off for longer than p_longest. What lies further ahead was put off by a clock that has since been set back,
-- and waits so long from now: to ask at once whether a page was accepted that has just gone out would call others to it.
CREATE FUNCTION claim_outcomes(p_limit integer, p_longest interval)
  RETURNS TABLE (tenant_id uuid, id bigint, incident_id uuid, event_seq integer, late boolean, attempts smallint)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE delivery_outcome
     SET not_before = now() + p_longest
   WHERE ctid = ANY (ARRAY (
           SELECT w.ctid FROM delivery_outcome w
            WHERE w.not_before > now() + p_longest + interval '1 minute'
            ORDER BY w.not_before, w.id LIMIT 1000
              FOR UPDATE SKIP LOCKED));
  WITH due AS (
    SELECT o.tenant_id, o.id, first_value(o.tenant_id) OVER (ORDER BY o.not_before, o.id) AS first_tenant
      FROM (SELECT w.tenant_id, w.id, w.not_before FROM delivery_outcome w
             WHERE w.not_before <= now()
             ORDER BY w.not_before, w.id LIMIT p_limit
               FOR UPDATE SKIP LOCKED) AS o)
  DELETE FROM delivery_outcome o
   USING due
   WHERE o.tenant_id = due.tenant_id AND o.id = due.id AND due.tenant_id = due.first_tenant
  RETURNING o.tenant_id, o.id, o.incident_id, o.event_seq, o.late, o.attempts
$$;

-- After its work failed alone (its deletion was rolled back): the row waits before it is tried again.
CREATE FUNCTION defer_outcome(p_tenant uuid, p_id bigint, p_wait interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE delivery_outcome SET attempts = least(attempts + 1, 32767)::smallint, not_before = now() + p_wait
   WHERE tenant_id = p_tenant AND id = p_id
$$;

-- Says for a while what a notifier can send with, and forgets those that have stopped saying so.
CREATE FUNCTION offer_channels(p_notifier uuid, p_channels text[], p_allow text[], p_ports integer[], p_lease interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  DELETE FROM notifier_offer WHERE lease_until < now() - interval '1 hour';
  INSERT INTO notifier_offer (notifier, channels, webhook_allow, webhook_ports, lease_until)
  VALUES (p_notifier, p_channels, p_allow, p_ports, now() + p_lease)
  ON CONFLICT (tenant_id, notifier) DO UPDATE
     SET channels = excluded.channels, webhook_allow = excluded.webhook_allow,
         webhook_ports = excluded.webhook_ports, lease_until = excluded.lease_until
$$;

CREATE FUNCTION withdraw_channels(p_notifier uuid)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ DELETE FROM notifier_offer WHERE notifier = p_notifier $$;

-- What the running notifiers offer; no row: none has said so.
CREATE FUNCTION offered_channels()
  RETURNS TABLE (channels text[], webhook_allow text[], webhook_ports integer[])
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT o.channels, o.webhook_allow, o.webhook_ports FROM notifier_offer o WHERE o.lease_until >= now()
$$;

-- Leases one due timer.
CREATE FUNCTION claim_timer(p_lease interval)
  RETURNS TABLE (tenant_id uuid, name text, due_at timestamptz, period interval, attempts integer, payload text)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE timer t
     SET lease_until = now() + p_lease, attempts = t.attempts + 1, last_started_at = now()
    FROM (SELECT w.tenant_id, w.name FROM timer w
           WHERE w.due_at <= now() AND (w.lease_until IS NULL OR w.lease_until < now())
           ORDER BY w.due_at LIMIT 1 FOR UPDATE SKIP LOCKED) AS c
   WHERE t.tenant_id = c.tenant_id AND t.name = c.name
  RETURNING t.tenant_id, t.name, t.due_at, t.period, t.attempts, t.payload::text
$$;

-- Ends a timer's run. A periodic timer's next time is the first after now, so that what was missed is caught up once.
CREATE FUNCTION finish_timer(p_tenant uuid, p_name text, p_outcome text, p_retry interval)
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
                       ELSE t.due_at + t.period * (1 + floor(extract(epoch FROM greatest(now() - t.due_at, interval '0')) / extract(epoch FROM t.period))) END
   WHERE t.tenant_id = p_tenant AND t.name = p_name AND (t.period IS NOT NULL OR p_retry IS NOT NULL)
$$;

-- When a firing alert is over unless it is renewed. What was received when its end had passed already comes from a clock that is
-- behind ours: it has the five minutes by which clocks may differ from when it was last heard of.
CREATE FUNCTION over_at(p_ends timestamptz, p_last_seen timestamptz)
  RETURNS timestamptz
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN p_ends <= p_last_seen THEN p_last_seen + interval '5 minutes' ELSE p_ends END;

-- Repeats have moved the end of what repeats: takes note of that in up to p_limit alerts that would have ended by p_now, so
-- that the next look does not come to them again. Answers how many these were.
CREATE FUNCTION renew_alerts(p_now timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_renewed integer;
BEGIN
  UPDATE alert_state a
     SET ends_at = d.ends_at, expires_bucket = date_bin('5 minutes', d.ends_at + interval '5 minutes', 'epoch')
    FROM (SELECT a.tenant_id, a.fingerprint, r.ends_at
            FROM alert_state a
            JOIN alert_repeat r ON r.tenant_id = a.tenant_id AND r.fingerprint = a.fingerprint
           WHERE a.status = 1 AND a.expires_bucket <= p_now + interval '5 minutes' AND a.ends_at <= p_now
             AND r.ends_at > p_now
           ORDER BY a.fingerprint
           LIMIT p_limit
             FOR UPDATE OF a SKIP LOCKED) AS d
   WHERE a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint;
  GET DIAGNOSTICS v_renewed = ROW_COUNT;
  RETURN v_renewed;
END $$;

-- Were senders able to speak to us for p_grace without a gap, up to now? Else their silence may be ours.
CREATE FUNCTION senders_had_their_say(p_now timestamptz, p_grace interval)
  RETURNS boolean
  LANGUAGE sql STABLE
  RETURN EXISTS (SELECT 1 FROM imas.listening l
                  WHERE l.since + p_grace <= p_now AND l.until + interval '1 minute' >= p_now);

-- Takes what has repeated these alerts into their rows, which the caller has locked: nothing begins to repeat any more, and
-- what repeats already may do so until its row is ours.
CREATE FUNCTION absorb_repeats(p_tenant uuid[], p_print uuid[])
  RETURNS void
  LANGUAGE sql
AS $$
  WITH absorbed AS (
    DELETE FROM imas.alert_repeat r
     USING unnest(p_tenant, p_print) AS d(tenant_id, fingerprint)
     WHERE r.tenant_id = d.tenant_id AND r.fingerprint = d.fingerprint
    RETURNING r.*)
  UPDATE imas.alert_state a
     SET fire_count = a.fire_count + r.repeats, dedup_count = a.dedup_count + r.repeats,
         last_seen = greatest(a.last_seen, r.last_seen), observed_at = greatest(a.observed_at, r.observed_at),
         ends_at = greatest(a.ends_at, r.ends_at),
         expires_bucket = date_bin('5 minutes', greatest(a.ends_at, r.ends_at) + interval '5 minutes', 'epoch')
    FROM absorbed r
   WHERE a.tenant_id = r.tenant_id AND a.fingerprint = r.fingerprint
$$;

-- Changes the state of alerts, whose rows the caller has locked, by a decision of ours: the row, the journal and the outbox, not
-- the ledger, which counts what was received. kind: 5 expired and 9 lapsed end the alert, at p_ended where that is given, else
-- at its own end; 8 still firing changes nothing but the number of changes, so that core looks at it again.
CREATE FUNCTION decide_alerts(p_tenant uuid[], p_print uuid[], p_kind smallint, p_now timestamptz, p_ended timestamptz)
  RETURNS integer
  LANGUAGE sql
AS $$
  WITH upd AS (
    UPDATE imas.alert_state a
       SET status = CASE p_kind WHEN 8 THEN 1 ELSE 2 END,
           resolved_at = CASE p_kind WHEN 8 THEN NULL ELSE coalesce(p_ended, a.ends_at) END,
           recovered_at = NULL, seq = a.seq + 1, opened_at = NULL,
           ends_at = CASE p_kind WHEN 8 THEN a.ends_at END,
           expires_bucket = CASE p_kind WHEN 8 THEN a.expires_bucket END
      FROM unnest(p_tenant, p_print) AS d(tenant_id, fingerprint)
     WHERE a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint AND a.status = 1
    RETURNING a.*, old.opened_at AS prior_opened_at),
  -- The view is read as it was before the update.
  moved AS (
    INSERT INTO imas.transition
    SELECT o.*
      FROM upd u JOIN imas.opening o ON o.fingerprint = u.fingerprint AND o.tenant_id = u.tenant_id
     WHERE u.prior_opened_at IS NOT NULL AND imas.journal_keeps(o.at)),
  changes AS (
    INSERT INTO imas.transition (tenant_id, fingerprint, seq, kind, episode, severity, source_id, service_id, received_at,
                                 starts_at, rule_set_version, rule_index, decision, group_key)
    SELECT tenant_id, fingerprint, seq, p_kind, episode, severity, source_id, service_id, p_now, starts_at,
           rule_set_version, rule_index, decision, group_key
      FROM upd),
  work AS (
    INSERT INTO imas.outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                             starts_at, decision, group_key)
    SELECT tenant_id, fingerprint, seq, p_kind, CASE WHEN severity <= 2 THEN 0 ELSE 1 END, severity, source_id, service_id,
           p_now, starts_at, decision, group_key
      FROM upd)
  SELECT count(*)::integer FROM upd
$$;

-- Resolves up to p_limit firing alerts whose ends_at has passed, in key order, as of p_now. It waits where the silence
-- may be ours: until senders could speak to us for p_grace without a gap, and until p_grace after a source's traffic came back
-- from a gap longer than p_grace. A source that stays silent while we listen is believed after p_grace.
CREATE FUNCTION expire_alerts(p_now timestamptz, p_grace interval, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant  uuid[];
  v_print   uuid[];
BEGIN
  IF NOT senders_had_their_say(p_now, p_grace) THEN
    RETURN 0;
  END IF;
  WITH talking AS (
    SELECT m.tenant_id, m.source_id, max(m.minute) AS last_minute,
           max(m.minute) FILTER (WHERE m.prior IS NULL OR m.minute - m.prior > p_grace) AS resumed
      FROM (SELECT l.tenant_id, l.source_id, l.minute,
                   lag(l.minute) OVER (PARTITION BY l.tenant_id, l.source_id ORDER BY l.minute) AS prior
              FROM (SELECT DISTINCT tenant_id, source_id, minute FROM ledger
                     WHERE minute > p_now - interval '1 hour' - p_grace) AS l) AS m
     GROUP BY m.tenant_id, m.source_id),
  due AS (
    SELECT a.tenant_id, a.fingerprint
      FROM alert_state a
      LEFT JOIN talking t ON t.tenant_id = a.tenant_id AND t.source_id = a.source_id
     WHERE a.status = 1 AND a.expires_bucket <= p_now + interval '5 minutes' AND over_at(a.ends_at, a.last_seen) <= p_now
       AND (t.last_minute IS NULL OR t.last_minute + interval '1 minute' < p_now - p_grace OR t.resumed + p_grace <= p_now)
     ORDER BY a.fingerprint
     LIMIT p_limit
       FOR UPDATE OF a SKIP LOCKED)
  SELECT array_agg(tenant_id), array_agg(fingerprint) INTO v_tenant, v_print FROM due;
  IF v_tenant IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM absorb_repeats(v_tenant, v_print);
  SELECT array_agg(a.tenant_id), array_agg(a.fingerprint) INTO v_tenant, v_print
    FROM alert_state a JOIN unnest(v_tenant, v_print) AS d(tenant_id, fingerprint)
      ON a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint
   WHERE over_at(a.ends_at, a.last_seen) <= p_now;
  RETURN decide_alerts(v_tenant, v_print, 5::smallint, p_now, NULL);
END $$;

-- Ends up to p_limit firing alerts that tell no end and were not heard of for longer than their source's stale_after, p_default
-- where it has none. Looked for among the members of incidents that have been there for that long: no index may stand on
-- when an alert was last heard of. A gap of ours is nobody's silence.
CREATE FUNCTION lapse_alerts(p_now timestamptz, p_default interval, p_grace interval, p_limit integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant  uuid[];
  v_print   uuid[];
  v_stale   interval[];
  v_absence interval;
BEGIN
  IF NOT senders_had_their_say(p_now, p_grace) THEN
    RETURN 0;
  END IF;
  SELECT l.absence INTO v_absence FROM listening l;
  WITH patience AS (
    SELECT s.tenant_id, s.id AS source_id, coalesce((s.config ->> 'stale_after')::interval, p_default) AS stale_after
      FROM source s),
  least_patience AS (
    SELECT p.tenant_id, min(p.stale_after) AS stale_after FROM patience p GROUP BY p.tenant_id),
  old AS (
    SELECT i.tenant_id, i.id
      FROM least_patience p
      JOIN incident i ON i.tenant_id = p.tenant_id
     WHERE i.status <> 'RESOLVED' AND i.created_at <= p_now - p.stale_after
    UNION ALL
    SELECT c.tenant_id, c.incident_id FROM incident_recheck c),
  due AS (
    SELECT a.tenant_id, a.fingerprint, coalesce(p.stale_after, p_default) AS stale_after
      FROM old o
      JOIN incident_alert m ON m.tenant_id = o.tenant_id AND m.incident_id = o.id
      JOIN alert_progress g ON g.tenant_id = m.tenant_id AND g.fingerprint = m.fingerprint AND g.firing AND g.incident_id = o.id
      JOIN alert_state a ON a.tenant_id = m.tenant_id AND a.fingerprint = m.fingerprint
      LEFT JOIN patience p ON p.tenant_id = a.tenant_id AND p.source_id = a.source_id
     WHERE a.status = 1 AND a.ends_at IS NULL AND a.last_seen <= p_now - coalesce(p.stale_after, p_default) - v_absence
       AND NOT EXISTS (SELECT 1 FROM alert_repeat r
                        WHERE r.tenant_id = a.tenant_id AND r.fingerprint = a.fingerprint
                          AND r.last_seen > p_now - coalesce(p.stale_after, p_default) - v_absence)
     ORDER BY a.fingerprint
     LIMIT p_limit
       FOR UPDATE OF a SKIP LOCKED)
  SELECT array_agg(d.tenant_id), array_agg(d.fingerprint), array_agg(d.stale_after) INTO v_tenant, v_print, v_stale FROM due d;
  IF v_tenant IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM absorb_repeats(v_tenant, v_print);
  SELECT array_agg(a.tenant_id), array_agg(a.fingerprint) INTO v_tenant, v_print
    FROM alert_state a JOIN unnest(v_tenant, v_print, v_stale) AS d(tenant_id, fingerprint, stale_after)
      ON a.tenant_id = d.tenant_id AND a.fingerprint = d.fingerprint
   WHERE a.ends_at IS NULL AND a.last_seen <= p_now - d.stale_after - v_absence;
  RETURN decide_alerts(v_tenant, v_print, 9::smallint, p_now, p_now);
END $$;

-- Opens up to p_limit alerts whose late firing nothing has followed until the reorder window ended. Answers how many, and how
-- many rows it was done with.
CREATE FUNCTION refire_alerts(p_now timestamptz, p_limit integer, OUT refired integer, OUT taken integer)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant uuid[];
  v_print  uuid[];
BEGIN
  SELECT array_agg(d.tenant_id), array_agg(d.fingerprint), count(*) INTO v_tenant, v_print, taken
    FROM (SELECT a.tenant_id, a.fingerprint
            FROM late_firing l
            JOIN alert_state a ON a.tenant_id = l.tenant_id AND a.fingerprint = l.fingerprint
           WHERE l.due_at <= p_now
           ORDER BY a.fingerprint
           LIMIT p_limit
             FOR UPDATE OF a SKIP LOCKED) AS d;
  refired := 0;
  IF v_tenant IS NULL THEN
    RETURN;
  END IF;
  WITH late AS (
    DELETE FROM late_firing l
     USING unnest(v_tenant, v_print) AS d(tenant_id, fingerprint)
     WHERE l.tenant_id = d.tenant_id AND l.fingerprint = d.fingerprint
    RETURNING l.*),
  upd AS (
    UPDATE alert_state a
       SET status = 1, seq = a.seq + 1, episode = a.episode + 1, first_seen = l.received_at,
           last_seen = greatest(a.last_seen, l.received_at), starts_at = l.starts_at, sender_starts_at = l.sender_starts_at,
           ends_at = l.ends_at, expires_bucket = date_bin('5 minutes', l.ends_at + interval '5 minutes', 'epoch'),
           resolved_at = NULL, recovered_at = NULL, opened_at = NULL, severity = l.severity, last_receipt = l.receipt,
           source_id = l.source_id, service_id = l.service_id, group_key = l.group_key,
           rule_set_version = l.rule_set_version, rule_index = l.rule_index, decision = l.decision, name = l.name,
           labels = l.labels, annotations = l.annotations, details = l.details
      FROM late l
     -- What has fired again meanwhile needs nothing; what ends by itself may be over.
     WHERE a.tenant_id = l.tenant_id AND a.fingerprint = l.fingerprint AND a.status = 2 AND a.recovered_at IS NOT NULL
       AND (l.ends_at > p_now) IS NOT FALSE
    RETURNING a.*, l.received_at),
  changes AS (
    INSERT INTO transition (tenant_id, fingerprint, seq, kind, episode, severity, source_id, service_id, receipt, received_at,
                            starts_at, rule_set_version, rule_index, decision, group_key)
    SELECT tenant_id, fingerprint, seq, 7, episode, severity, source_id, service_id, last_receipt, received_at, starts_at,
           rule_set_version, rule_index, decision, group_key
      FROM upd),
  work AS (
    INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                        starts_at, decision, group_key)
    SELECT tenant_id, fingerprint, seq, 7, CASE WHEN severity <= 2 THEN 0 ELSE 1 END, severity, source_id, service_id,
           p_now, starts_at, decision, group_key
      FROM upd)
  SELECT count(*) INTO refired FROM upd;
END $$;

-- Looks again at up to p_limit incidents that somebody resolved while alerts of theirs fired. What was heard of since then still
-- fires: core is told, and opens it again. What was not is looked at again after p_again, until it is heard of or ends.
CREATE FUNCTION recheck_incidents(p_now timestamptz, p_again interval, p_limit integer, OUT still_firing integer, OUT taken integer)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_check  record;
  v_tenant uuid[];
  v_print  uuid[];
BEGIN
  still_firing := 0;
  taken := 0;
  FOR v_check IN
    SELECT c.tenant_id, c.incident_id, i.status, i.resolved_at
      FROM incident_recheck c
      JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
     WHERE c.due_at <= p_now
     ORDER BY c.due_at
     LIMIT p_limit
       FOR UPDATE OF c SKIP LOCKED
  LOOP
    taken := taken + 1;
    v_tenant := NULL;
    IF v_check.status = 'RESOLVED' THEN
      SELECT array_agg(d.tenant_id), array_agg(d.fingerprint) INTO v_tenant, v_print
        FROM (SELECT a.tenant_id, a.fingerprint
                FROM incident_alert m
                JOIN alert_progress g ON g.tenant_id = m.tenant_id AND g.fingerprint = m.fingerprint
                                     AND g.firing AND g.incident_id = m.incident_id
                JOIN alert_state a ON a.tenant_id = m.tenant_id AND a.fingerprint = m.fingerprint
                LEFT JOIN alert_repeat r ON r.tenant_id = a.tenant_id AND r.fingerprint = a.fingerprint
               WHERE m.tenant_id = v_check.tenant_id AND m.incident_id = v_check.incident_id
                 AND a.status = 1 AND a.seq = g.applied_seq AND greatest(a.last_seen, r.last_seen) > v_check.resolved_at
               ORDER BY a.fingerprint
               LIMIT 1000
                 FOR UPDATE OF a SKIP LOCKED) AS d;
    END IF;
    IF v_tenant IS NOT NULL THEN
      still_firing := still_firing + decide_alerts(v_tenant, v_print, 8::smallint, p_now, NULL);
    END IF;
    IF v_check.status <> 'RESOLVED'
       OR NOT EXISTS (SELECT 1
                        FROM incident_alert m
                        JOIN alert_progress g ON g.tenant_id = m.tenant_id AND g.fingerprint = m.fingerprint
                                             AND g.firing AND g.incident_id = m.incident_id
                       WHERE m.tenant_id = v_check.tenant_id AND m.incident_id = v_check.incident_id) THEN
      DELETE FROM incident_recheck c WHERE c.tenant_id = v_check.tenant_id AND c.incident_id = v_check.incident_id;
    ELSE
      UPDATE incident_recheck c SET due_at = p_now + p_again
       WHERE c.tenant_id = v_check.tenant_id AND c.incident_id = v_check.incident_id;
    END IF;
  END LOOP;
END $$;

-- Who an API token is. Answers nothing for an unknown, revoked or expired one.
CREATE FUNCTION find_api_token(p_hash bytea)
  RETURNS TABLE (tenant_id uuid, id uuid, name text, scopes text[], expires_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT tenant_id, id, name, scopes, expires_at FROM api_token
   WHERE token_hash = p_hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
$$;

CREATE FUNCTION list_tenants()
  RETURNS TABLE (tenant_id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, name FROM tenant ORDER BY tenant_id $$;

-- The ledger's recount, in one snapshot: what the ledger says against what the rows say, per tenant and source, above
-- the retention watermark. Answers the differences; no row means it balances.
CREATE FUNCTION recount_ledger()
  RETURNS TABLE (tenant_id uuid, source_id uuid, minute timestamptz, figure text, in_ledger numeric, recounted numeric)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH book AS (
    SELECT l.tenant_id, l.source_id, l.minute, sum(l.accepted) AS accepted, sum(l.opened) AS opened,
           sum(l.deduplicated) AS deduplicated, sum(l.resolved) AS resolved, sum(l.reopened) AS reopened,
           sum(l.suppressed) AS suppressed, sum(l.stale) AS stale, sum(l.dead_lettered) AS dead_lettered
      FROM ledger l GROUP BY l.tenant_id, l.source_id, l.minute),
  journal AS (
    SELECT t.tenant_id, t.source_id, date_trunc('minute', t.at, 'UTC') AS minute,
           count(*) FILTER (WHERE t.kind = 1) AS opened, count(*) FILTER (WHERE t.kind = 2) AS reopened,
           count(*) FILTER (WHERE t.kind = 3) AS resolved
      FROM imas.journal t GROUP BY 1, 2, 3),
  letters AS (
    SELECT d.tenant_id, d.source_id, date_trunc('minute', d.at, 'UTC') AS minute, count(*) AS dead_lettered
      FROM dead_letter d WHERE d.counted GROUP BY 1, 2, 3),
  floor AS (
    SELECT greatest((SELECT coalesce(max(closed_until), '-infinity') FROM ledger_closed),
                    (SELECT max(oldest) FROM (SELECT min(p.starts) AS oldest FROM partition_list() p
                                               WHERE p.parent IN ('transition', 'dead_letter', 'ledger')
                                               GROUP BY p.parent) AS o)) AS mark)
  SELECT b.tenant_id, b.source_id, b.minute, 'imbalance', b.accepted,
         b.opened + b.deduplicated + b.resolved + b.reopened + b.suppressed + b.stale + b.dead_lettered
    FROM book b
   WHERE b.accepted <> b.opened + b.deduplicated + b.resolved + b.reopened + b.suppressed + b.stale + b.dead_lettered
  UNION ALL
  SELECT coalesce(b.tenant_id, j.tenant_id), coalesce(b.source_id, j.source_id), coalesce(b.minute, j.minute), f.figure,
         f.in_ledger, f.recounted
    FROM book b
    FULL JOIN journal j ON j.tenant_id = b.tenant_id AND j.source_id = b.source_id AND j.minute = b.minute
   CROSS JOIN LATERAL (VALUES ('opened', coalesce(b.opened, 0), coalesce(j.opened, 0)),
                              ('reopened', coalesce(b.reopened, 0), coalesce(j.reopened, 0)),
                              ('resolved', coalesce(b.resolved, 0), coalesce(j.resolved, 0))) AS f(figure, in_ledger, recounted)
   WHERE f.in_ledger <> f.recounted AND coalesce(b.minute, j.minute) >= (SELECT mark FROM floor)
  UNION ALL
  SELECT coalesce(b.tenant_id, d.tenant_id), coalesce(b.source_id, d.source_id), coalesce(b.minute, d.minute),
         'dead_lettered', coalesce(b.dead_lettered, 0), coalesce(d.dead_lettered, 0)
    FROM book b
    FULL JOIN letters d ON d.tenant_id = b.tenant_id AND d.source_id = b.source_id AND d.minute = b.minute
   WHERE coalesce(b.dead_lettered, 0) <> coalesce(d.dead_lettered, 0) AND coalesce(b.minute, d.minute) >= (SELECT mark FROM floor)
  UNION ALL
  SELECT t.tenant_id, NULL, NULL, f.figure, f.in_ledger, f.recounted
    FROM tenant t
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(x.deduplicated), 0) AS deduplicated, coalesce(sum(x.stale), 0) AS stale,
            coalesce(sum(x.suppressed), 0) AS suppressed
       FROM (SELECT b.deduplicated, b.stale, b.suppressed FROM book b WHERE b.tenant_id = t.tenant_id
             UNION ALL
             SELECT c.deduplicated, c.stale, c.suppressed FROM ledger_closed c WHERE c.tenant_id = t.tenant_id) AS x) AS l
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(a.dedup_count), 0) AS deduplicated, coalesce(sum(a.stale_count), 0) AS stale,
            coalesce(sum(a.suppressed_count), 0) AS suppressed
       FROM alert a WHERE a.tenant_id = t.tenant_id) AS a
   CROSS JOIN LATERAL (VALUES ('deduplicated', l.deduplicated, a.deduplicated), ('stale', l.stale, a.stale),
                              ('suppressed', l.suppressed, a.suppressed)) AS f(figure, in_ledger, recounted)
   WHERE f.in_ledger <> f.recounted
$$;

-- The ledger's sums per tenant, closed partitions included.
CREATE FUNCTION ledger_totals()
  RETURNS TABLE (tenant_id uuid, tenant_name text, accepted numeric, opened numeric, deduplicated numeric, resolved numeric,
                 reopened numeric, suppressed numeric, stale numeric, dead_lettered numeric)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT t.tenant_id, t.name, coalesce(sum(l.accepted), 0), coalesce(sum(l.opened), 0), coalesce(sum(l.deduplicated), 0),
         coalesce(sum(l.resolved), 0), coalesce(sum(l.reopened), 0), coalesce(sum(l.suppressed), 0), coalesce(sum(l.stale), 0),
         coalesce(sum(l.dead_lettered), 0)
    FROM tenant t
    LEFT JOIN (SELECT tenant_id, accepted, opened, deduplicated, resolved, reopened, suppressed, stale, dead_lettered FROM ledger
               UNION ALL
               SELECT tenant_id, accepted, opened, deduplicated, resolved, reopened, suppressed, stale, dead_lettered FROM ledger_closed) AS l
      ON l.tenant_id = t.tenant_id
   GROUP BY t.tenant_id, t.name ORDER BY t.name
$$;
