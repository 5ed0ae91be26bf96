-- What can be taken back is no digest's: it is told by itself, soon (release_take_backs).
--
-- Up to p_limit receivers after the given one, in the order of tenant and receiver, for whom held messages are due.
CREATE OR REPLACE FUNCTION due_holds(p_now timestamptz, p_tenant uuid, p_receiver uuid, p_limit integer)
  RETURNS TABLE (tenant_id uuid, receiver_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT d.tenant_id, d.receiver_id FROM delivery d
   WHERE d.status = 'held' AND d.held_for <> 'take_back' AND d.held_until <= p_now AND (d.tenant_id, d.receiver_id) > (p_tenant, p_receiver)
   GROUP BY d.tenant_id, d.receiver_id
   ORDER BY d.tenant_id, d.receiver_id LIMIT p_limit
$$;
CALL secure_function('due_holds', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Tells what could be taken back and was not: the messages of an incident up to p_seq that wait for that. What a later message
-- has told is folded into it. Chats show it with the message, or a moment later without one. Returns how many are sent, and how
-- urgent the first is. The caller has locked the incident.
CREATE OR REPLACE FUNCTION release_take_backs(p_incident uuid, p_seq integer, OUT released integer, OUT urgency smallint)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  v_tenant uuid := current_tenant();
  v_row    record;
  v_later  uuid;
BEGIN
  released := 0;
  FOR v_row IN
    SELECT d.id, d.receiver_id, d.event_seq, d.urgency FROM delivery d
     WHERE d.tenant_id = v_tenant AND d.incident_id = p_incident AND d.event_seq <= p_seq AND d.status = 'held'
       AND d.held_for = 'take_back'
     ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq
       FOR NO KEY UPDATE
  LOOP
    v_later := (SELECT n.id FROM delivery n
                 WHERE n.tenant_id = v_tenant AND n.incident_id = p_incident AND n.receiver_id = v_row.receiver_id
                   AND n.event_seq > v_row.event_seq AND n.status IN ('pending', 'sending', 'sent', 'folded')
                 ORDER BY n.tenant_id, n.incident_id, n.receiver_id, n.event_seq DESC LIMIT 1);
    IF v_later IS NOT NULL THEN
      UPDATE delivery d
         SET status = 'folded', folded_into = v_later, finished_at = now(),
             last_error = 'replaced by a newer message about the incident'
       WHERE d.tenant_id = v_tenant AND d.id = v_row.id;
    ELSE
      UPDATE delivery d SET status = 'pending', next_attempt_at = now(), scheduled_at = now()
       WHERE d.tenant_id = v_tenant AND d.id = v_row.id;
      released := released + 1;
      urgency := least(urgency, v_row.urgency);
    END IF;
    UPDATE message_card c
       SET wanted = v_row.event_seq, tries = 0, scheduled_at = now(),
           due_at = least(CASE WHEN c.wanted > c.shown THEN c.due_at END, now() + interval '5 seconds')
     WHERE c.tenant_id = v_tenant AND c.incident_id = p_incident AND c.receiver_id = v_row.receiver_id
       AND c.wanted < v_row.event_seq;
  END LOOP;
END $$;
CALL secure_function('release_take_backs', runs_as => 'imas_worker_fn', callers => '{imas_app}');
