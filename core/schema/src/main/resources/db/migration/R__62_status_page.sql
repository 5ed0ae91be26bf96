-- Up to p_most public status pages of all tenants, those whose slugs come after p_after: whoever serves them reads again what has
-- another revision.
CREATE OR REPLACE FUNCTION status_pages_after(p_after text, p_most integer)
  RETURNS TABLE (tenant_id uuid, slug text, revision bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.tenant_id, p.slug, p.revision FROM status_page p WHERE p.is_public AND p.slug > p_after ORDER BY p.slug LIMIT p_most
$$;
CALL secure_function('status_pages_after', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- As a core asks for them that was started before the one above was there: the first ones.
CREATE OR REPLACE FUNCTION status_pages(p_most integer)
  RETURNS TABLE (tenant_id uuid, slug text, revision bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT * FROM status_pages_after('', p_most) $$;
CALL secure_function('status_pages', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether claim_probes may find something.
CREATE OR REPLACE FUNCTION probes_wait(p_now timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM status_probe p WHERE p.due_at <= p_now)
$$;
CALL secure_function('probes_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Up to p_most probes that are due, of all tenants. Whoever gets one asks; of several notifiers one does, once per interval.
-- What is due later than that was put off by a clock that was set back.
CREATE OR REPLACE FUNCTION claim_probes(p_now timestamptz, p_most integer)
  RETURNS TABLE (tenant_id uuid, component_id uuid, url text, timeout_s integer, expected_status integer, version integer)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH due AS (
    SELECT p.tenant_id, p.component_id
      FROM status_probe p
     WHERE p.due_at <= p_now OR p.due_at > p_now + make_interval(secs => p.every_s) + interval '1 minute'
     ORDER BY p.due_at
     LIMIT p_most
       FOR UPDATE SKIP LOCKED)
  UPDATE status_probe p
     SET due_at = p_now + make_interval(secs => p.every_s)
    FROM due d
   WHERE p.tenant_id = d.tenant_id AND p.component_id = d.component_id
  RETURNING p.tenant_id, p.component_id, p.url, p.timeout_s, p.expected_status, p.version
$$;
CALL secure_function('claim_probes', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Whether queue_status_mails or claim_status_mails may find something.
CREATE OR REPLACE FUNCTION status_mails_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT (SELECT true FROM status_telling t WHERE NOT t.is_queued ORDER BY t.told_at, t.tenant_id, t.id LIMIT 1) IS NOT NULL
      OR (SELECT true FROM status_mail m ORDER BY m.tenant_id, m.place, m.next_attempt_at LIMIT 1) IS NOT NULL
$$;
CALL secure_function('status_mails_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Queues mails of the oldest telling that has none for some subscribers: up to p_most, in the order of their ids, and none
-- while p_waiting of the tenant wait, or nobody may subscribe. What is older than p_life is told to nobody else. Returns how many were queued, and
-- whether there may be more to queue.
CREATE OR REPLACE FUNCTION queue_status_mails(p_most integer, p_waiting integer, p_life interval,
                                              OUT queued integer, OUT is_more boolean)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  v_telling record;
  v_ids     uuid[];
  v_left    integer;
BEGIN
  queued := 0;
  SELECT t.tenant_id, t.id, t.reached, t.told_at INTO v_telling
    FROM status_telling t
   WHERE NOT t.is_queued
     AND EXISTS (SELECT FROM status_page p WHERE p.tenant_id = t.tenant_id AND p.is_public AND p.subscriptions)
     AND (t.told_at < now() - p_life
          OR (SELECT count(*) FROM (SELECT FROM status_mail m WHERE m.tenant_id = t.tenant_id LIMIT p_waiting) AS w) < p_waiting)
   ORDER BY t.told_at, t.tenant_id, t.id
   LIMIT 1
     FOR UPDATE SKIP LOCKED;
  is_more := FOUND;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF v_telling.told_at < now() - p_life THEN
    v_left := (SELECT count(*) FROM status_subscriber s
                WHERE s.tenant_id = v_telling.tenant_id AND s.id > v_telling.reached AND s.confirmed_at <= v_telling.told_at);
    UPDATE status_telling t SET is_queued = true, given_up = t.given_up + v_left
     WHERE t.tenant_id = v_telling.tenant_id AND t.id = v_telling.id;
    RETURN;
  END IF;
  v_ids := ARRAY (SELECT s.id FROM status_subscriber s
                   WHERE s.tenant_id = v_telling.tenant_id AND s.id > v_telling.reached AND s.confirmed_at <= v_telling.told_at
                   ORDER BY s.id LIMIT p_most);
  queued := cardinality(v_ids);
  INSERT INTO status_mail (tenant_id, telling_id, subscriber_id, place)
  SELECT v_telling.tenant_id, v_telling.id, n.id, 1 FROM unnest(v_ids) AS n(id)
  ON CONFLICT DO NOTHING;
  UPDATE status_telling t
     SET reached = coalesce(v_ids[queued], t.reached), is_queued = queued < p_most
   WHERE t.tenant_id = v_telling.tenant_id AND t.id = v_telling.id;
END $$;
CALL secure_function('queue_status_mails', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- After the clock was set back: as recall_events.
CREATE OR REPLACE FUNCTION recall_status_mails(p_lease interval)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  UPDATE status_mail m
     SET next_attempt_at = CASE WHEN m.is_sending THEN now() + p_lease ELSE now() END, scheduled_at = now()
   WHERE m.ctid = ANY (ARRAY (
           SELECT w.ctid FROM status_mail w
            WHERE w.scheduled_at > now() + interval '1 minute'
              FOR NO KEY UPDATE SKIP LOCKED))
$$;
CALL secure_function('recall_status_mails', callers => '{imas_worker_fn}');

-- Leases up to p_limit due mails, up to p_room of a tenant, one of a tenant whose mail server fails, none of one whose page
-- nobody may subscribe to. It steps from tenant to
-- tenant, from a random place on, so what waits for one costs the others nothing.
CREATE OR REPLACE FUNCTION claim_status_mails(p_limit integer, p_room integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, telling_id uuid, subscriber_id uuid, email text, language text, content text, site text,
                 told_at timestamptz, attempts integer, failures integer)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  v_most   CONSTANT integer := 1000;
  v_start  uuid;
  v_tenant uuid;
  v_page   record;
  v_room   integer;
  v_left   integer := p_limit;
  v_taken  integer;
BEGIN
  PERFORM recall_status_mails(p_lease);
  FOREACH v_start IN ARRAY ARRAY [gen_random_uuid(), '00000000-0000-0000-0000-000000000000'::uuid] LOOP
    v_tenant := v_start;
    FOR v_step IN 1 .. v_most LOOP
      v_tenant := (SELECT m.tenant_id FROM status_mail m WHERE m.tenant_id > v_tenant ORDER BY m.tenant_id LIMIT 1);
      EXIT WHEN v_tenant IS NULL;
      SELECT p.mail_failures, p.mail_rests_until, p.mail_rested_at INTO v_page FROM status_page p
       WHERE p.tenant_id = v_tenant AND p.is_public AND p.subscriptions;
      CONTINUE WHEN NOT FOUND OR v_page.mail_rests_until > now() AND v_page.mail_rested_at <= now() + interval '1 minute';
      v_room := least(v_left, CASE WHEN v_page.mail_failures > 0 THEN 1 ELSE p_room END
                              - (SELECT count(*)::integer FROM status_mail m
                                  WHERE m.tenant_id = v_tenant AND m.is_sending AND m.next_attempt_at > now()));
      CONTINUE WHEN v_room <= 0;
      RETURN QUERY
        WITH due AS (
          SELECT m.tenant_id, m.telling_id, m.subscriber_id
            FROM status_mail m
           WHERE m.tenant_id = v_tenant AND m.next_attempt_at <= now()
           ORDER BY m.tenant_id, m.place, m.next_attempt_at
           LIMIT v_room
             FOR UPDATE SKIP LOCKED),
        taken AS (
          UPDATE status_mail m
             SET is_sending = true, next_attempt_at = now() + p_lease, scheduled_at = now(), attempts = m.attempts + 1
            FROM due d
           WHERE m.tenant_id = d.tenant_id AND m.telling_id = d.telling_id AND m.subscriber_id = d.subscriber_id
          RETURNING m.tenant_id, m.telling_id, m.subscriber_id, m.attempts)
        SELECT k.tenant_id, k.telling_id, k.subscriber_id, s.email, s.language, t.content::text, t.site, t.told_at, k.attempts,
               coalesce(v_page.mail_failures, 0)
          FROM taken k
          JOIN status_telling t ON t.tenant_id = k.tenant_id AND t.id = k.telling_id
          JOIN status_subscriber s ON s.tenant_id = k.tenant_id AND s.id = k.subscriber_id;
      GET DIAGNOSTICS v_taken = ROW_COUNT;
      v_left := v_left - v_taken;
      EXIT WHEN v_left <= 0;
    END LOOP;
    EXIT WHEN v_left <= 0;
  END LOOP;
END $$;
CALL secure_function('claim_status_mails', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Writes what became of an attempt: p_what is sent, refused (by the receiver's server), given_up or again, then p_wait is how
-- long until the next attempt. p_rest: for how long all mails of the tenant rest; NULL: not at all. Returns whether the lease
-- was still ours.
CREATE OR REPLACE FUNCTION end_status_mail(p_tenant uuid, p_telling uuid, p_subscriber uuid, p_attempt integer, p_what text,
                                           p_wait interval, p_rest interval)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
BEGIN
  -- Before the mail, as by whoever unsubscribes.
  PERFORM FROM status_subscriber s WHERE s.tenant_id = p_tenant AND s.id = p_subscriber FOR NO KEY UPDATE;
  IF p_what = 'again' THEN
    UPDATE status_mail m SET is_sending = false, next_attempt_at = now() + p_wait, scheduled_at = now()
     WHERE m.tenant_id = p_tenant AND m.telling_id = p_telling AND m.subscriber_id = p_subscriber AND m.attempts = p_attempt;
  ELSE
    DELETE FROM status_mail m
     WHERE m.tenant_id = p_tenant AND m.telling_id = p_telling AND m.subscriber_id = p_subscriber AND m.attempts = p_attempt;
  END IF;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  IF p_what <> 'again' THEN
    UPDATE status_telling t
       SET sent = t.sent + CASE WHEN p_what = 'sent' THEN 1 ELSE 0 END,
           given_up = t.given_up + CASE WHEN p_what = 'sent' THEN 0 ELSE 1 END
     WHERE t.tenant_id = p_tenant AND t.id = p_telling;
  END IF;
  -- After mail and telling, as by whoever switches subscriptions off.
  IF p_rest IS NOT NULL THEN
    UPDATE status_page p
       SET mail_failures = p.mail_failures + 1, mail_rested_at = now(),
           mail_rests_until = CASE WHEN p.mail_rested_at > now() + interval '1 minute' THEN now() + p_rest
                                   ELSE greatest(p.mail_rests_until, now() + p_rest) END
     WHERE p.tenant_id = p_tenant;
  ELSE
    UPDATE status_page p SET mail_failures = 0, mail_rests_until = NULL
     WHERE p.tenant_id = p_tenant AND (p.mail_failures > 0 OR p.mail_rests_until IS NOT NULL);
  END IF;
  IF p_what = 'sent' THEN
    UPDATE status_subscriber s SET refusals = 0 WHERE s.tenant_id = p_tenant AND s.id = p_subscriber AND s.refusals > 0;
  ELSIF p_what = 'refused' THEN
    UPDATE status_subscriber s SET refusals = s.refusals + 1 WHERE s.tenant_id = p_tenant AND s.id = p_subscriber;
  END IF;
  RETURN true;
END $$;
CALL secure_function('end_status_mail', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Puts a mail back as if nobody had claimed it.
CREATE OR REPLACE FUNCTION release_status_mail(p_tenant uuid, p_telling uuid, p_subscriber uuid, p_attempt integer, p_wait interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE status_mail m
     SET is_sending = false, attempts = m.attempts - 1, next_attempt_at = now() + p_wait, scheduled_at = now()
   WHERE m.tenant_id = p_tenant AND m.telling_id = p_telling AND m.subscriber_id = p_subscriber AND m.attempts = p_attempt
$$;
CALL secure_function('release_status_mail', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
