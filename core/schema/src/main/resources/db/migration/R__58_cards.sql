-- After the clock was set back: makes cards due that were put off by the later clock, and lets leases of that time expire one
-- lease from now. A holder of such a lease finishes before that. It waits for nobody.
CREATE OR REPLACE FUNCTION recall_cards(p_lease interval)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  UPDATE message_card c
     SET due_at = CASE c.due_at WHEN 'infinity' THEN c.due_at ELSE now() END, scheduled_at = now(),
         busy_until = least(c.busy_until, now() + p_lease)
   WHERE c.ctid = ANY (ARRAY (
           SELECT w.ctid FROM message_card w
            WHERE w.wanted > w.shown AND w.scheduled_at > now() + interval '1 minute'
              FOR NO KEY UPDATE SKIP LOCKED))
$$;
CALL secure_function('recall_cards', callers => '{imas_worker_fn}');

-- Whether claim_cards may find something.
CREATE OR REPLACE FUNCTION cards_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM message_card w WHERE w.wanted > w.shown AND w.due_at <= now())
$$;
CALL secure_function('cards_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Leases up to p_limit cards that do not show the newest state of their incident, with the delivery that has it. A card whose
-- deliveries are gone has no event.
DROP FUNCTION IF EXISTS claim_cards(integer, interval);
CREATE OR REPLACE FUNCTION claim_cards(p_limit integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, incident_id uuid, receiver_id uuid, channel text, address text, provider_id uuid,
                 message_id text, place text, posted_by uuid, claim integer, tries integer, delivery_id uuid, event_seq integer,
                 event text, urgency smallint, payload text, created_at timestamptz, locale text, time_zone text)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT recall_cards(p_lease);
  WITH due AS (
    SELECT w.tenant_id, w.incident_id, w.receiver_id, w.channel FROM message_card w
     WHERE w.wanted > w.shown AND w.due_at <= now() AND w.busy_until <= now()
     ORDER BY w.due_at LIMIT p_limit
       FOR NO KEY UPDATE SKIP LOCKED),
  taken AS (
    UPDATE message_card c SET claims = c.claims + 1, busy_until = now() + p_lease, due_at = now() + p_lease, scheduled_at = now()
      FROM due
     WHERE c.tenant_id = due.tenant_id AND c.incident_id = due.incident_id AND c.receiver_id = due.receiver_id
       AND c.channel = due.channel
    RETURNING c.*)
  SELECT t.tenant_id, t.incident_id, t.receiver_id, t.channel, t.address, t.provider_id, t.message_id, t.place, t.delivery_id,
         t.claims, t.tries, d.id, coalesce(d.event_seq, t.wanted), d.event, d.urgency, d.payload::text, d.created_at, r.locale, r.time_zone
    FROM taken t
    LEFT JOIN LATERAL (
      SELECT n.* FROM delivery n
       WHERE n.tenant_id = t.tenant_id AND n.incident_id = t.incident_id AND n.receiver_id = t.receiver_id
         AND (n.held_for IS DISTINCT FROM 'take_back' OR n.status NOT IN ('held', 'cancelled'))
       ORDER BY n.tenant_id, n.incident_id, n.receiver_id, n.event_seq DESC LIMIT 1) AS d ON true
    LEFT JOIN LATERAL (
      SELECT x.locale, x.time_zone FROM receiver x WHERE x.tenant_id = t.tenant_id AND x.id = t.receiver_id LIMIT 1) AS r ON true
$$;
CALL secure_function('claim_cards', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
