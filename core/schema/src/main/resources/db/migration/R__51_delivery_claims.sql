-- Leases up to p_limit due deliveries, urgent ones first. Each row has the receiver's current address, or why there is none
-- (gone). Tenants take turns, and so do the receivers of a tenant. p_rooms limits the number for a "tenant/receiver"; it is 0
-- if the circuit is open, the rate is used up, or enough is in flight. p_alone limits in the same way what is sent alone,
-- whatever the rate. Any other receiver gets up to p_room. The cost depends on the number of receivers with waiting
-- deliveries, not on how much waits or was sent: it steps through an index from receiver to receiver, and takes the first due
-- rows. The settings, and the ORDER BY on all columns of that index, keep this plan whatever the statistics say. It looks at
-- some hundred tenants and some hundred receivers of each, some thousand in all. If there are more, each claim sees different
-- ones.
DROP FUNCTION IF EXISTS claim_deliveries(integer, integer, jsonb, jsonb, interval);
CREATE OR REPLACE FUNCTION claim_deliveries(p_limit integer, p_room integer, p_rooms jsonb, p_alone jsonb, p_lease interval)
  RETURNS TABLE (tenant_id uuid, id uuid, incident_id uuid, event_seq integer, event text, receiver_id uuid,
                 channel text, address text, urgency smallint, payload text, attempts integer, secret_enc bytea,
                 created_at timestamptz, alone boolean, gone text, locale text, time_zone text)
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
  v_any       uuid;
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
  -- No page waits for the disk between its claim and its sending. If the server loses the claim, the delivery is claimed anew; what
  -- became of it is committed after the claim, and takes it to the disk.
  PERFORM set_config('synchronous_commit', 'off', true);
  FOR v_place IN 0 .. 4 LOOP
    v_waited := '{}';
    v_tenant := v_zero;
    FOR v_step IN 1 .. v_most LOOP
      SELECT d.tenant_id INTO v_tenant FROM delivery d
       WHERE d.is_head AND d.status IN ('pending', 'sending') AND d.place = v_place AND d.tenant_id > v_tenant
       ORDER BY d.place, d.tenant_id, d.receiver_id, d.next_attempt_at LIMIT 1;
      EXIT WHEN v_tenant IS NULL;
      v_waited := v_waited || v_tenant;
    END LOOP;
    -- If there are more, as many from any tenant on. To choose one costs more than the rest of a claim.
    IF v_tenant IS NOT NULL THEN
      v_any := coalesce(v_any, (SELECT t.tenant_id FROM tenant t ORDER BY random() LIMIT 1), v_zero);
      v_tenant := v_any;
      FOR v_step IN 1 .. v_most LOOP
        SELECT d.tenant_id INTO v_tenant FROM delivery d
         WHERE d.is_head AND d.status IN ('pending', 'sending') AND d.place = v_place AND d.tenant_id > v_tenant
         ORDER BY d.place, d.tenant_id, d.receiver_id, d.next_attempt_at LIMIT 1;
        EXIT WHEN v_tenant IS NULL;
        v_waited := v_waited || v_tenant;
      END LOOP;
    END IF;
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
      -- The contact is read now, not when the delivery was created.
      SELECT c.channel, c.address, c.secret_enc, c.is_active, c.locale, c.time_zone INTO v_contact
        FROM (SELECT 'console', 'console', NULL::bytea, true, NULL::text, NULL::text WHERE v_receiver = v_zero
              UNION ALL
              SELECT t.channel, t.address, t.secret_enc, t.is_active, t.locale, t.time_zone FROM receiver t
               WHERE t.tenant_id = v_tenant AND t.id = v_receiver) AS c(channel, address, secret_enc, is_active, locale, time_zone);
      IF NOT FOUND THEN
        -- The test of a provider goes to that provider, at the address that was given.
        SELECT NULL::text AS channel, NULL::text AS address, NULL::bytea AS secret_enc, true AS is_active, NULL::text AS locale, NULL::text AS time_zone INTO v_contact
          FROM provider p WHERE p.tenant_id = v_tenant AND p.id = v_receiver;
      END IF;
      v_gone := CASE WHEN NOT FOUND THEN 'the contact was removed' WHEN NOT v_contact.is_active THEN 'the contact is not active' END;
      -- Deliveries to a gone receiver are only cancelled, so most of a claim is left for receivers that can be reached.
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
                      -- If the receiver is gone, take everything that waits for it, due or not.
                      AND w.next_attempt_at <= CASE WHEN v_gone IS NULL THEN now() ELSE 'infinity' END
                      AND (v_gone IS NULL OR w.next_attempt_at <= now()
                           OR w.status = 'pending' AND w.event NOT IN ('contact.test', 'contact.verification'))
                    ORDER BY w.place, w.tenant_id, w.receiver_id, w.next_attempt_at
                    LIMIT v_room
                      FOR NO KEY UPDATE SKIP LOCKED))
          RETURNING d.*)
        SELECT l.tenant_id, l.id, l.incident_id, l.event_seq, l.event, l.receiver_id, l.channel, l.address, l.urgency,
               l.payload::text, l.attempts, v_contact.secret_enc, l.created_at, l.alone,
               -- A test of an inactive contact is sent all the same, and so is the code that verifies one.
               CASE WHEN l.event NOT IN ('contact.test', 'contact.verification') OR v_contact.channel IS NULL THEN v_gone END,
               v_contact.locale, v_contact.time_zone
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
CALL secure_function('claim_deliveries', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Whether claim_deliveries may find something. It does not say when: no index has that for all receivers.
CREATE OR REPLACE FUNCTION deliveries_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT (SELECT true FROM delivery w WHERE w.is_head AND w.status IN ('pending', 'sending')
                 ORDER BY w.place, w.tenant_id, w.receiver_id, w.next_attempt_at LIMIT 1) IS NOT NULL
$$;
CALL secure_function('deliveries_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- A metric: how many deliveries are due and unclaimed, and since when. It looks at 100,000 waiting ones at most, so that it
-- stays cheap in a storm.
CREATE OR REPLACE FUNCTION delivery_backlog(OUT due bigint, OUT oldest_seconds double precision)
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
CALL secure_function('delivery_backlog', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Deliveries to a receiver that no longer responds which have been due for longer than all their retries would have taken.
-- Urgent ones come first, and only the first of each incident.
CREATE OR REPLACE FUNCTION overdue_deliveries(p_tenant uuid, p_receiver uuid, p_urgent interval, p_other interval, p_limit integer)
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
CALL secure_function('overdue_deliveries', callers => '{imas_notifier}');

-- Folds due deliveries to a receiver that has used up its rate into a digest, up to p_limit at a time, urgent ones first.
-- They go into the digest that waits to be sent, or into a new one if more than p_keep wait. Deliveries that are sent alone
-- are not folded. Returns how many it folded. A digest with a SEV1 is itself sent alone, up to four times a minute.
CREATE OR REPLACE FUNCTION fold_deliveries(p_tenant uuid, p_receiver uuid, p_keep integer, p_limit integer)
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
             -- The message of a person has a link by which they acknowledge what it tells of.
             || CASE WHEN (SELECT c.id FROM user_contact c WHERE c.tenant_id = p_tenant AND c.id = p_receiver) IS NULL THEN '{}'
                     ELSE '{"actions": ["acknowledge_all"]}'::jsonb END
      FROM delivery d WHERE d.tenant_id = p_tenant AND d.id = v_ids[1]
    RETURNING * INTO v_digest;
  END IF;
  v_old := v_digest.payload -> 'digest';
  WITH taken AS (
    UPDATE delivery d
       SET status = 'folded', folded_into = v_digest.id, finished_at = now(), is_head = false,
           last_error = 'included in a digest: rate limit reached'
     WHERE d.tenant_id = p_tenant AND d.id = ANY (v_ids)
    RETURNING d.incident_id, d.event, d.event_seq, d.urgency, d.created_at, d.payload),
  -- The state before this statement: what the digest already says about the incident.
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
  -- Deliveries that waited behind these may be sent now.
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
CALL secure_function('fold_deliveries', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- After the clock was set back: makes deliveries due that were scheduled by the later clock, and lets leases of that time
-- expire one lease from now. A holder of such a lease finishes before that. Returns how many deliveries it changed.
CREATE OR REPLACE FUNCTION recall_deliveries(p_lease interval)
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
CALL secure_function('recall_deliveries', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
