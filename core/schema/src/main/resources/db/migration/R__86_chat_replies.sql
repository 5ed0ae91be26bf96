-- Whether claim_chat_replies may find something.
CREATE OR REPLACE FUNCTION chat_replies_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM chat_reply w WHERE w.next_attempt_at <= now())
$$;
CALL secure_function('chat_replies_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Leases up to p_limit of what is to be said in chats, of all tenants, for p_lease. What has expired comes, too, to be counted
-- and removed. No vendor takes it for half an hour: what is due later was put off by a clock that was set back.
CREATE OR REPLACE FUNCTION claim_chat_replies(p_limit integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, id uuid, provider_id uuid, type text, kind text, sealed_to bytea, payload text,
                 attempts integer, opens boolean, has_expired boolean)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH leased AS (
    UPDATE chat_reply r
       SET attempts = r.attempts + 1, next_attempt_at = now() + p_lease
     WHERE r.ctid = ANY (ARRAY (
             SELECT w.ctid FROM chat_reply w
              WHERE w.next_attempt_at <= now() OR w.next_attempt_at > now() + interval '30 minutes'
              ORDER BY w.next_attempt_at
              LIMIT p_limit
                FOR NO KEY UPDATE SKIP LOCKED))
    RETURNING r.*)
  SELECT l.tenant_id, l.id, l.provider_id, p.type, l.kind, l.sealed_to, l.payload::text, l.attempts,
         l.form_until > now(), l.expires_at <= now()
    FROM leased l JOIN provider p ON p.tenant_id = l.tenant_id AND p.id = l.provider_id
$$;
CALL secure_function('claim_chat_replies', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- What became of an attempt: p_wait is how long until the next one, NULL if there is none. What would come after its end is not
-- tried any more. Returns whether there is another attempt; NULL: the lease was lost.
CREATE OR REPLACE FUNCTION end_chat_reply(p_tenant uuid, p_id uuid, p_attempt integer, p_wait interval)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  UPDATE chat_reply r SET next_attempt_at = now() + p_wait
   WHERE r.tenant_id = p_tenant AND r.id = p_id AND r.attempts = p_attempt AND r.expires_at > now() + p_wait;
  IF FOUND THEN
    RETURN true;
  END IF;
  DELETE FROM chat_reply r WHERE r.tenant_id = p_tenant AND r.id = p_id AND r.attempts = p_attempt;
  RETURN CASE WHEN FOUND THEN false END;
END $$;
CALL secure_function('end_chat_reply', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
