-- Orders the deliveries that wait for one receiver about one incident. Each row is locked before it is looked at, so other
-- transactions have finished with it. Rows that others are adding are handled by these, since they wait for the locks.
-- Waiting deliveries are folded into the newest, which carries the current state. It lists the earlier events, and keeps the
-- queue position and the back-off of what it replaces, unless it is more urgent. A page about a SEV1 is always sent first: a
-- mere update, such as an acknowledgement, follows it, unless the receiver no longer owns the incident. An update that more
-- alerts have joined follows any page, since it is not a page itself. The delivery that is being sent, or else the oldest, is
-- the head, and the others wait for it. But a page does not wait for the update of a message that is being made in a chat
-- (message_card). A flapping incident is sent three times a minute. Then the next one waits until the
-- minute is over, and later ones are folded into it. Two things never wait: a rise in urgency, and a page about a SEV1 that
-- was reported as resolved.
CREATE OR REPLACE FUNCTION settle_deliveries(p_tenant uuid, p_incident uuid, p_receiver uuid)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_calls   CONSTANT text[] := '{incident.triggered, incident.reopened, incident.refired, incident.escalated, incident.joined, incident.reminded, incident.unacknowledged, incident.scope_added, incident.severity_changed, incident.service_changed}';
  v_flaps   CONSTANT text[] := '{incident.triggered, incident.reopened, incident.resolved}';
  v_row     delivery;
  v_sending delivery;
  v_call    delivery;   -- the page about a SEV1 that v_newest, an update, follows
  v_newest  delivery;
  v_folded  delivery[];
  v_old     delivery;
  v_heads   uuid[] := '{}';
  v_first   uuid[];                  -- the new heads
  v_sent    uuid[] := '{}';          -- all that are being sent
  v_calling boolean := false;        -- whether a page is among them
  v_page    uuid;                    -- the page that waits
  v_earlier jsonb;
  v_told    record;
  v_times   integer := 0;
  v_last    text;       -- the event of the last one that was sent
  v_last_urgency smallint;   -- and its urgency
  v_third   timestamptz;
BEGIN
  FOR v_row IN
    SELECT d.* FROM delivery d
     WHERE d.tenant_id = p_tenant AND d.incident_id = p_incident AND d.receiver_id = p_receiver
       AND d.status IN ('pending', 'sending')
     ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq
       FOR NO KEY UPDATE
  LOOP
    IF v_row.is_head THEN
      v_heads := v_heads || v_row.id;
    END IF;
    IF v_row.status = 'sending' THEN
      v_sending := v_row;
      v_sent := v_sent || v_row.id;
      v_calling := v_calling OR v_row.event = ANY (v_calls);
      CONTINUE;
    END IF;
    v_folded := '{}';
    IF v_newest.id IS NULL THEN
      NULL;
    ELSIF v_row.event = ANY (v_calls || '{incident.resolved, incident.merged, incident.handed_over}'::text[]) THEN
      v_folded := CASE WHEN v_call.id IS NULL THEN ARRAY [v_newest] ELSE ARRAY [v_call, v_newest] END;
      v_call := NULL;
    ELSIF v_newest.event = ANY (v_calls) AND (v_newest.urgency = 1 OR v_row.event = 'incident.grew') THEN
      v_call := v_newest;
    ELSE
      v_folded := ARRAY [v_newest];
    END IF;
    v_newest := v_row;
    FOREACH v_old IN ARRAY v_folded LOOP
      v_earlier := coalesce(v_old.payload -> 'earlier', '[]')
                   || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
                        'event', v_old.event, 'occurred_at', v_old.payload -> 'occurred_at', 'urgency', v_old.urgency)))
                   || coalesce(v_newest.payload -> 'earlier', '[]');
      WHILE jsonb_array_length(v_earlier) > 10 LOOP
        v_earlier := v_earlier - 1; -- people want the first and the latest ones
      END LOOP;
      v_newest.payload := v_newest.payload || jsonb_build_object(
        'earlier', v_earlier,
        'earlier_count', 1 + coalesce((v_old.payload ->> 'earlier_count')::integer, 0)
                           + coalesce((v_newest.payload ->> 'earlier_count')::integer, 0));
      -- A step of the escalation is due now, whatever became of the page before it. So is a page, whatever became of a mere update.
      IF v_newest.urgency >= v_old.urgency AND v_newest.attempts = 0 AND v_newest.event <> 'incident.escalated'
         AND NOT (v_newest.event = ANY (v_calls) AND v_old.event <> ALL (v_calls) AND NOT v_old.payload ? 'earlier') THEN
        v_newest.attempts := v_old.attempts;
        v_newest.next_attempt_at := v_old.next_attempt_at;
        v_newest.scheduled_at := v_old.scheduled_at;
      END IF;
      v_newest.alone := v_newest.alone
                        OR v_old.alone AND v_newest.urgency = 1 AND v_newest.event = ANY (v_calls);
      UPDATE delivery d
         SET status = 'folded', folded_into = v_newest.id, finished_at = now(), is_head = false,
             last_error = 'replaced by a newer message about the incident'
       WHERE d.tenant_id = p_tenant AND d.id = v_old.id;
    END LOOP;
    IF cardinality(v_folded) > 0 THEN
      UPDATE delivery d
         SET payload = v_newest.payload, attempts = v_newest.attempts, next_attempt_at = v_newest.next_attempt_at,
             scheduled_at = v_newest.scheduled_at, alone = v_newest.alone
       WHERE d.tenant_id = p_tenant AND d.id = v_newest.id;
    END IF;
  END LOOP;

  v_first := CASE WHEN v_sending.id IS NULL THEN ARRAY [coalesce(v_call.id, v_newest.id)] ELSE v_sent END;
  v_page := CASE WHEN v_call.id IS NOT NULL THEN v_call.id WHEN v_newest.event = ANY (v_calls) THEN v_newest.id END;
  IF v_sending.id IS NOT NULL AND NOT v_calling AND v_page IS NOT NULL
     AND EXISTS (SELECT FROM message_card c
                  WHERE c.tenant_id = p_tenant AND c.incident_id = p_incident AND c.receiver_id = p_receiver) THEN
    v_first := v_first || v_page;
  END IF;
  IF v_first [1] IS NOT NULL AND NOT (v_heads @> v_first AND v_heads <@ v_first) THEN
    UPDATE delivery d SET is_head = (d.id = ANY (v_first))
     WHERE d.tenant_id = p_tenant AND d.id = ANY (v_heads || v_first) AND d.is_head <> (d.id = ANY (v_first));
  END IF;

  IF v_newest.id = ANY (v_first) AND v_newest.event = ANY (v_flaps) AND v_newest.next_attempt_at <= now() THEN
    FOR v_told IN
      SELECT d.event, d.urgency, d.finished_at FROM delivery d
       WHERE d.tenant_id = p_tenant AND d.incident_id = p_incident AND d.receiver_id = p_receiver
         AND d.status = 'sent' AND d.event = ANY (v_flaps)
       ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq DESC LIMIT 3
    LOOP
      v_times := v_times + 1;
      IF v_times = 1 THEN
        v_last := v_told.event;
        v_last_urgency := v_told.urgency;
      END IF;
      v_third := v_told.finished_at;
    END LOOP;
    IF v_times = 3 AND v_third > now() - interval '1 minute' AND v_newest.urgency >= v_last_urgency
       AND NOT (v_newest.urgency = 1 AND v_newest.event = ANY (v_calls) AND v_last = 'incident.resolved') THEN
      UPDATE delivery d SET next_attempt_at = v_third + interval '1 minute', scheduled_at = now()
       WHERE d.tenant_id = p_tenant AND d.id = v_newest.id;
    END IF;
  END IF;
END $$;
CALL secure_function('settle_deliveries', runs_as => 'imas_worker_fn');

-- Pages about a SEV1 are sent alone, up to five a minute and receiver, however much else the receiver gets. Of a team's channel
-- it is the first one of each service; of a person any. What comes beyond that to a person is one page (delivery_added). A message that tests or verifies a contact is sent alone, too, and so is an urgent notice.
CREATE OR REPLACE FUNCTION delivery_alone() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
AS $$
DECLARE
  v_service uuid := (SELECT i.service_id FROM incident i WHERE i.tenant_id = NEW.tenant_id AND i.id = NEW.incident_id);
  v_other   uuid;
  v_others  integer := 0;
BEGIN
  NEW.alone := true;
  IF NEW.incident_id IS NOT NULL THEN
    FOR v_other IN
      SELECT d.incident_id FROM delivery d
       WHERE d.alone AND d.tenant_id = NEW.tenant_id AND d.receiver_id = NEW.receiver_id
         AND d.created_at > now() - interval '1 minute' AND d.created_at <= now() AND d.incident_id IS NOT NULL
       ORDER BY d.tenant_id, d.receiver_id, d.created_at LIMIT 5
    LOOP
      v_others := v_others + 1;
      IF v_others = 5
         OR v_service = (SELECT i.service_id FROM incident i WHERE i.tenant_id = NEW.tenant_id AND i.id = v_other)
            AND (SELECT c.id FROM user_contact c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.receiver_id) IS NULL THEN
        NEW.alone := false;
        EXIT;
      END IF;
    END LOOP;
  END IF;
  RETURN NEW;
END $$;
CALL secure_function('delivery_alone');

CREATE OR REPLACE TRIGGER delivery_alone BEFORE INSERT ON delivery
  FOR EACH ROW WHEN (NOT NEW.is_test AND NEW.urgency = 1 AND NEW.event IN ('incident.triggered', 'incident.reopened', 'incident.refired', 'incident.escalated',
                                                       'incident.joined', 'incident.reminded', 'incident.unacknowledged', 'incident.scope_added', 'incident.severity_changed',
                                                       'incident.service_changed')
                     OR NEW.event IN ('contact.test', 'contact.verification')
                     OR NEW.urgency = 1 AND NEW.event LIKE 'notice.%')
  EXECUTE FUNCTION delivery_alone();

CREATE OR REPLACE FUNCTION delivery_added() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
DECLARE
  v_told record;
BEGIN
  -- The first delivery of an incident is its own head, unless another waits. It is not EXISTS: with a LIMIT in index order,
  -- no statistics lead to a plan that reads the table.
  PERFORM settle_deliveries(a.tenant_id, a.incident_id, a.receiver_id)
     FROM (SELECT DISTINCT n.tenant_id, n.incident_id, n.receiver_id FROM added n
            WHERE n.status IN ('pending', 'sending')
              AND (n.event <> 'incident.triggered'
                   OR (SELECT d.id FROM delivery d
                        WHERE d.tenant_id = n.tenant_id AND d.incident_id = n.incident_id AND d.receiver_id = n.receiver_id
                          AND d.status IN ('pending', 'sending') AND d.id <> n.id
                        ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq LIMIT 1) IS NOT NULL)) AS a;
  -- What a person is paged about beyond five SEV1 a minute is one page, which is sent at once and grows until it is sent. If
  -- another transaction is folding for the same receiver, the notifier does it later.
  PERFORM fold_deliveries(a.tenant_id, a.receiver_id, 0, 1000)
     FROM (SELECT DISTINCT n.tenant_id, n.receiver_id FROM added n
            WHERE n.place = 1 AND n.status = 'pending' AND n.incident_id IS NOT NULL
              AND n.event IN ('incident.triggered', 'incident.reopened', 'incident.refired', 'incident.escalated',
                              'incident.joined', 'incident.reminded', 'incident.unacknowledged', 'incident.scope_added', 'incident.severity_changed',
                                                       'incident.service_changed')) AS a
    WHERE (SELECT c.id FROM user_contact c WHERE c.tenant_id = a.tenant_id AND c.id = a.receiver_id) IS NOT NULL;
  -- What a chat shows of an incident changes with it, also if nothing is sent now. What can be taken back is not shown before. As a rule the message that is sent changes it,
  -- so the notifier looks after a moment. A page that is being sent may be about to become such a card, so it is waited for:
  -- settle_deliveries has locked it, or it is locked here.
  FOR v_told IN
    SELECT n.tenant_id, n.incident_id, n.receiver_id, max(n.event_seq) AS newest,
           bool_and(n.status NOT IN ('pending', 'sending')) AS is_quiet
      FROM added n
     WHERE n.incident_id IS NOT NULL AND n.event <> 'incident.triggered' AND n.held_for IS DISTINCT FROM 'take_back'
     GROUP BY n.tenant_id, n.incident_id, n.receiver_id
     ORDER BY n.tenant_id, n.incident_id, n.receiver_id
  LOOP
    IF v_told.is_quiet THEN
      PERFORM d.id FROM delivery d
        WHERE d.tenant_id = v_told.tenant_id AND d.incident_id = v_told.incident_id AND d.receiver_id = v_told.receiver_id
          AND d.status IN ('pending', 'sending')
        ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq
          FOR NO KEY UPDATE;
    END IF;
    UPDATE message_card c
       SET wanted = v_told.newest, tries = 0, scheduled_at = now(),
           due_at = least(CASE WHEN c.wanted > c.shown THEN c.due_at END, now() + interval '5 seconds')
     WHERE c.tenant_id = v_told.tenant_id AND c.incident_id = v_told.incident_id AND c.receiver_id = v_told.receiver_id
       AND c.wanted < v_told.newest;
  END LOOP;
  RETURN NULL;
END $$;
CALL secure_function('delivery_added', runs_as => 'imas_worker_fn');

CREATE OR REPLACE TRIGGER delivery_added AFTER INSERT ON delivery
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION delivery_added();

CREATE OR REPLACE FUNCTION delivery_moved() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  PERFORM settle_deliveries(NEW.tenant_id, NEW.incident_id, NEW.receiver_id);
  RETURN NULL;
END $$;
CALL secure_function('delivery_moved', runs_as => 'imas_worker_fn');

-- Not for a claim, which takes only heads and leaves them heads. Whoever folds deliveries calls settle_deliveries itself.
CREATE OR REPLACE TRIGGER delivery_moved AFTER UPDATE OF status ON delivery
  FOR EACH ROW WHEN (OLD.status <> NEW.status AND NEW.status NOT IN ('sending', 'folded')) EXECUTE FUNCTION delivery_moved();

-- Runs in the transaction that ends a delivery, so that core learns of every delivery that was sent or died. What was
-- taken back before anybody was told has never begun, so nothing follows from it.
CREATE OR REPLACE FUNCTION report_ended_delivery() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
BEGIN
  IF NEW.incident_id IS NOT NULL THEN
    INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, delivery_id, tries, reason, ended_at)
    VALUES (NEW.tenant_id, NEW.incident_id, NEW.event_seq, NEW.status, NEW.id, NEW.attempts,
            CASE WHEN NEW.status <> 'sent' THEN NEW.last_error END, coalesce(NEW.finished_at, now()));
  ELSIF NEW.status <> 'sent' THEN
    -- When a digest dies, so does everything that was folded into it.
    INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, ended_at)
    SELECT d.tenant_id, d.incident_id, d.event_seq, 'dead', coalesce(NEW.finished_at, now()) FROM delivery d
     WHERE d.tenant_id = NEW.tenant_id AND d.folded_into = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CALL secure_function('report_ended_delivery');

DROP TRIGGER IF EXISTS delivery_died ON delivery;
DROP FUNCTION IF EXISTS report_dead_delivery();
CREATE OR REPLACE TRIGGER delivery_ended AFTER UPDATE OF status ON delivery
  FOR EACH ROW WHEN (NEW.status IN ('sent', 'dead', 'cancelled') AND OLD.status NOT IN ('held', NEW.status) AND NEW.event NOT IN ('contact.test', 'contact.verification'))
  EXECUTE FUNCTION report_ended_delivery();

-- The state of a delivery. If it was folded, the state of the delivery that includes it. A plan for each delivery would cost ten
-- times what it does.
CREATE OR REPLACE FUNCTION delivery_fate(p_tenant uuid, p_delivery uuid, OUT status text, OUT last_error text)
  LANGUAGE plpgsql STABLE
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_into uuid := p_delivery;
BEGIN
  WHILE v_into IS NOT NULL LOOP
    SELECT d.status, d.last_error, CASE WHEN d.status = 'folded' THEN d.folded_into END INTO status, last_error, v_into
      FROM delivery d WHERE d.tenant_id = p_tenant AND d.id = v_into;
  END LOOP;
END $$;
CALL secure_function('delivery_fate', callers => '{imas_app}');

-- Whether a message calls somebody who mends an incident: a person, or a channel that calls. It is the one answer to whether
-- anybody was told. The console calls nobody, and neither does what an impact scope is told, nor an update. The events are those
-- of IncidentEvent.callsResponders.
CREATE OR REPLACE FUNCTION is_call(p_event text, p_channel text)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT p_channel <> 'console'
     AND p_event IN ('incident.triggered', 'incident.reopened', 'incident.severity_changed', 'incident.service_changed',
                     'incident.refired', 'incident.escalated', 'incident.joined', 'incident.reminded', 'incident.unacknowledged')
$$;
CALL secure_function('is_call', callers => '{imas_app}');

-- When somebody was last called to an incident of the current tenant, or is being called, since people were to be called anew; NULL
-- if nobody was. What was given up or cancelled has called nobody.
CREATE OR REPLACE FUNCTION called_at(p_incident uuid)
  RETURNS timestamptz
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
  WITH calls AS (
    SELECT d.tenant_id, d.id, d.event, d.event_seq, d.channel, d.status, d.created_at FROM delivery d
     WHERE d.tenant_id = current_tenant() AND d.incident_id = p_incident)
  SELECT max(c.created_at) FROM calls c
   WHERE is_call(c.event, c.channel)
     AND c.event_seq >= (SELECT coalesce(max(n.event_seq), 0) FROM calls n
                          WHERE is_call(n.event, '')
                            AND n.event NOT IN ('incident.escalated', 'incident.joined', 'incident.reminded'))
     AND CASE c.status WHEN 'folded' THEN (delivery_fate(c.tenant_id, c.id)).status ELSE c.status END NOT IN ('dead', 'cancelled')
$$;
CALL secure_function('called_at', callers => '{imas_app}');

-- The receivers that were or will be sent something about these incidents of the current tenant and can still be reached:
-- contacts of any team and of people, and the console. It leaves out those whose last message said that the incident was
-- handed over. may_wait: whether what they are told may be held. owner: whose contact it is, by name, unless
-- it has a message that shows how the incident stands: that one changes without a sound, also after what its owner did.
DROP FUNCTION IF EXISTS told_receivers(uuid[]);
CREATE OR REPLACE FUNCTION told_receivers(p_incidents uuid[])
  RETURNS TABLE (incident_id uuid, receiver_id uuid, channel text, address text, min_severity smallint, may_wait boolean, owner text)
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
AS $$
  SELECT t.incident_id, t.receiver_id, c.channel, c.address, c.min_severity, c.by_matrix OR c.may_be_quiet OR c.user_id IS NOT NULL,
         (SELECT u.username FROM user_account u
           WHERE u.tenant_id = current_tenant() AND u.id = c.user_id
             AND NOT EXISTS (SELECT FROM message_card m
                              WHERE m.tenant_id = u.tenant_id AND m.incident_id = t.incident_id
                                AND m.receiver_id = t.receiver_id))
    FROM (SELECT DISTINCT d.incident_id, d.receiver_id
            FROM unnest(p_incidents) AS i(id)
            JOIN delivery d ON d.tenant_id = current_tenant() AND d.incident_id = i.id) AS t
    -- The LIMIT keeps it a look-up by the key, whatever the planner thinks of the number of contacts.
    LEFT JOIN LATERAL (
      SELECT r.* FROM receiver r WHERE r.tenant_id = current_tenant() AND r.id = t.receiver_id LIMIT 1) AS c ON true
   WHERE (c.is_active OR t.receiver_id = '00000000-0000-0000-0000-000000000000')
     AND (SELECT d.event FROM delivery d
           WHERE d.tenant_id = current_tenant() AND d.incident_id = t.incident_id AND d.receiver_id = t.receiver_id
           ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq DESC LIMIT 1) <> 'incident.handed_over'
   ORDER BY t.incident_id, c.name, t.receiver_id
$$;
CALL secure_function('told_receivers', callers => '{imas_app}');
