-- The certificate of SNS at this address; NULL where it is not there, and then it is asked for. Of those that nobody has fetched yet
-- a tenant has 20 at most: a further one takes the place of the one that failed most often, so that none keeps the others out.
CREATE OR REPLACE FUNCTION sns_certificate_at(p_tenant uuid, p_url text, p_now timestamptz)
  RETURNS bytea
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_der bytea;
BEGIN
  SELECT c.der INTO v_der FROM sns_certificate c WHERE c.tenant_id = p_tenant AND c.url = p_url AND c.not_after > p_now;
  IF FOUND THEN
    RETURN v_der;
  END IF;
  DELETE FROM sns_certificate c
   WHERE c.tenant_id = p_tenant AND c.url <> p_url
     AND (c.not_after <= p_now OR c.der IS NULL AND c.asked_at < p_now - interval '1 day');
  IF (SELECT count(*) FROM sns_certificate c WHERE c.tenant_id = p_tenant AND c.url <> p_url AND c.der IS NULL) >= 20 THEN
    DELETE FROM sns_certificate c
     WHERE c.tenant_id = p_tenant
       AND c.url = (SELECT o.url FROM sns_certificate o
                     WHERE o.tenant_id = p_tenant AND o.url <> p_url AND o.der IS NULL
                     ORDER BY o.attempts DESC, o.asked_at LIMIT 1);
  END IF;
  INSERT INTO sns_certificate AS c (tenant_id, url, asked_at, due_at)
  VALUES (p_tenant, p_url, p_now, p_now)
  ON CONFLICT (tenant_id, url) DO UPDATE
     SET asked_at = excluded.asked_at, der = NULL, not_after = NULL, due_at = coalesce(c.due_at, excluded.due_at)
   WHERE c.der IS NULL OR c.not_after <= p_now;
  RETURN NULL;
END $$;
CALL secure_function('sns_certificate_at', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Records that SNS has asked to confirm a subscription (p_state: pending, or held for a person), or has told that one has ended
-- (unsubscribed). What was told before the latest, or is told again, changes nothing.
CREATE OR REPLACE FUNCTION record_sns_subscription(
  p_tenant uuid, p_source uuid, p_topic text, p_message text, p_told timestamptz, p_state text, p_url text, p_now timestamptz)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO sns_subscription AS s (tenant_id, source_id, topic, message_id, told_at, state, confirm_url, due_at, changed_at)
  VALUES (p_tenant, p_source, p_topic, p_message, p_told, p_state, p_url, CASE WHEN p_state = 'pending' THEN p_now END, p_now)
  ON CONFLICT (tenant_id, source_id, topic) DO UPDATE
     SET message_id = excluded.message_id, told_at = excluded.told_at, state = excluded.state, confirm_url = excluded.confirm_url,
         due_at = excluded.due_at, attempts = 0, changed_at = excluded.changed_at, error = NULL
   WHERE s.message_id <> excluded.message_id AND s.told_at <= excluded.told_at
$$;
CALL secure_function('record_sns_subscription', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Whether claim_sns_certificates or claim_sns_confirmations may find something.
CREATE OR REPLACE FUNCTION sns_errands_wait(p_now timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM sns_certificate c WHERE c.due_at <= p_now)
      OR EXISTS (SELECT FROM sns_subscription s WHERE s.due_at <= p_now)
$$;
CALL secure_function('sns_errands_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Up to p_most certificates that are to be fetched now, of all tenants. Of several notifiers one gets each, until its lease ends.
-- Nothing waits for longer than 15 minutes (SnsAnswer.LONGEST_WAIT): what is due later was put off by a clock that was set back.
CREATE OR REPLACE FUNCTION claim_sns_certificates(p_now timestamptz, p_most integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, url text, attempts integer)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH due AS (
    SELECT c.tenant_id, c.url
      FROM sns_certificate c
     WHERE c.due_at <= p_now OR c.due_at > p_now + interval '16 minutes'
     ORDER BY c.due_at
     LIMIT p_most
       FOR UPDATE SKIP LOCKED)
  UPDATE sns_certificate c
     SET due_at = p_now + p_lease, attempts = c.attempts + 1
    FROM due d
   WHERE c.tenant_id = d.tenant_id AND c.url = d.url
  RETURNING c.tenant_id, c.url, c.attempts
$$;
CALL secure_function('claim_sns_certificates', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- The same of subscriptions that are to be confirmed.
CREATE OR REPLACE FUNCTION claim_sns_confirmations(p_now timestamptz, p_most integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, source_id uuid, topic text, message_id text, told_at timestamptz, confirm_url text, attempts integer)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH due AS (
    SELECT s.tenant_id, s.source_id, s.topic
      FROM sns_subscription s
     WHERE (s.due_at <= p_now OR s.due_at > p_now + interval '16 minutes') AND s.state = 'pending'
     ORDER BY s.due_at
     LIMIT p_most
       FOR UPDATE SKIP LOCKED)
  UPDATE sns_subscription s
     SET due_at = p_now + p_lease, attempts = s.attempts + 1
    FROM due d
   WHERE s.tenant_id = d.tenant_id AND s.source_id = d.source_id AND s.topic = d.topic
  RETURNING s.tenant_id, s.source_id, s.topic, s.message_id, s.told_at, s.confirm_url, s.attempts
$$;
CALL secure_function('claim_sns_confirmations', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
