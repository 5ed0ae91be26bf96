-- Whether claim_item_links may find something.
CREATE OR REPLACE FUNCTION item_links_wait()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT EXISTS (SELECT FROM item_link l WHERE l.status IN ('pending', 'working') AND l.next_attempt_at <= now())
$$;
CALL secure_function('item_links_wait', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Claims up to p_limit due exports, of all tenants, for p_lease. One whose lease has run out is due.
CREATE OR REPLACE FUNCTION claim_item_links(p_limit integer, p_lease interval)
  RETURNS TABLE (tenant_id uuid, item_id uuid, provider_id uuid, tracker text, kind text, key text, title text,
                 description text, incident_id uuid, incident_short_id text, issue_id text, attempts integer,
                 asked_at timestamptz, begun_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  RETURN QUERY
    WITH leased AS (
      UPDATE item_link t
         SET status = 'working', attempts = t.attempts + 1, next_attempt_at = now() + p_lease, scheduled_at = now()
       WHERE t.ctid = ANY (ARRAY (
               SELECT w.ctid FROM item_link w
                WHERE w.status IN ('pending', 'working') AND w.next_attempt_at <= now()
                -- What people wait for comes before what is only looked at again.
                ORDER BY w.issue_id IS NOT NULL AND w.wanted IS NULL, w.next_attempt_at
                LIMIT p_limit
                  FOR NO KEY UPDATE SKIP LOCKED))
      RETURNING t.*)
    SELECT l.tenant_id, l.item_id, l.provider_id, l.tracker,
           CASE WHEN l.issue_id IS NULL THEN 'create' ELSE coalesce(l.wanted, 'read') END,
           upper(i.kind) || '-' || i.number, i.title, i.description, i.incident_id, n.short_id, l.issue_id, l.attempts,
           l.asked_at, l.begun_at
      FROM leased l
      JOIN item i ON i.tenant_id = l.tenant_id AND i.id = l.item_id
      LEFT JOIN incident n ON n.tenant_id = i.tenant_id AND n.id = i.incident_id;
END $$;
CALL secure_function('claim_item_links', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- Says what became of an attempt: 'done', 'dead', 'pending' to try again after p_wait, or 'untried', which does not count.
-- Core follows by a timer of the item where there is something new to follow. Whoever lost the lease changes nothing. Core locks
-- a timer before the row, and so does this.
-- An issue that has changed within a day is looked at every five minutes, an older one every hour, and one that has been
-- closed for a week no more.
CREATE OR REPLACE FUNCTION end_item_link(p_tenant uuid, p_item uuid, p_attempt integer, p_kind text, p_end text,
                                         p_wait interval, p_result text, p_error text)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_link   item_link;
  v_issue  jsonb := p_result::jsonb;
  v_new    boolean;
  v_wanted text;
  v_wait   interval;
BEGIN
  SELECT * INTO v_link FROM item_link l
   WHERE l.tenant_id = p_tenant AND l.item_id = p_item AND l.status = 'working' AND l.attempts = p_attempt;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  v_new := v_link.issue_title IS DISTINCT FROM v_issue ->> 'title'
        OR v_link.issue_open IS DISTINCT FROM (v_issue ->> 'open')::boolean;
  -- What is said again and again is followed once.
  IF p_end = 'done' AND (v_new OR v_link.state <> 'linked')
     OR p_end = 'dead' AND (v_link.issue_id IS NULL OR v_issue ? 'gone' OR v_link.last_error IS DISTINCT FROM left(p_error, 2000))
  THEN
    INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
    VALUES (p_tenant, 'item-link', p_item::text, now(), now(), true)
    ON CONFLICT (tenant_id, kind, subject) DO UPDATE
       SET life = uuidv7(), due_at = excluded.due_at, try_at = excluded.try_at, set_at = now(), attempts = 0;
  END IF;
  SELECT * INTO v_link FROM item_link l
   WHERE l.tenant_id = p_tenant AND l.item_id = p_item AND l.status = 'working' AND l.attempts = p_attempt
     FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  IF p_end = 'done' THEN
    -- Somebody may have wanted something else meanwhile.
    v_wanted := CASE WHEN v_link.wanted IS DISTINCT FROM p_kind THEN v_link.wanted END;
    v_wait := CASE WHEN v_wanted IS NOT NULL THEN interval '0'
                   WHEN v_new OR v_link.changed_at > now() - interval '1 day' THEN interval '5 minutes'
                   ELSE interval '1 hour' END;
    UPDATE item_link l
       SET state = 'linked', wanted = v_wanted, attempts = 0, next_attempt_at = now() + v_wait, scheduled_at = now(),
           begun_at = now() + v_wait,
           status = CASE WHEN v_wanted IS NULL AND NOT v_new AND NOT (v_issue ->> 'open')::boolean
                              AND l.changed_at < now() - interval '7 days' THEN 'idle' ELSE 'pending' END,
           issue_id = v_issue ->> 'id', issue_key = v_issue ->> 'key', issue_url = v_issue ->> 'url',
           issue_title = v_issue ->> 'title', issue_open = (v_issue ->> 'open')::boolean,
           issue_state = v_issue ->> 'state', read_at = now(), changed_at = CASE WHEN v_new THEN now() ELSE l.changed_at END,
           last_error = NULL
     WHERE l.tenant_id = p_tenant AND l.item_id = p_item;
  ELSIF p_end = 'dead' THEN
    -- An issue that is there and could not be changed or read is looked at later.
    UPDATE item_link l
       SET state = CASE WHEN l.issue_id IS NULL THEN 'failed' WHEN v_issue ? 'gone' THEN 'gone' ELSE l.state END,
           status = CASE WHEN l.issue_id IS NULL OR v_issue ? 'gone' THEN 'idle' ELSE 'pending' END,
           wanted = CASE WHEN l.wanted IS DISTINCT FROM p_kind THEN l.wanted END,
           attempts = 0, next_attempt_at = now() + interval '1 hour', scheduled_at = now(),
           begun_at = now() + interval '1 hour', last_error = left(p_error, 2000)
     WHERE l.tenant_id = p_tenant AND l.item_id = p_item;
  ELSE
    UPDATE item_link l
       SET status = 'pending', attempts = l.attempts - CASE WHEN p_end = 'untried' THEN 1 ELSE 0 END,
           next_attempt_at = now() + p_wait, scheduled_at = now(), last_error = left(p_error, 2000)
     WHERE l.tenant_id = p_tenant AND l.item_id = p_item;
  END IF;
  RETURN true;
END $$;
CALL secure_function('end_item_link', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- After the clock was set back: what was put off by the later clock is due, and leases of that time end one lease from now.
-- Returns how many it changed.
CREATE OR REPLACE FUNCTION recall_item_links(p_lease interval)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_recalled integer;
BEGIN
  UPDATE item_link l
     SET next_attempt_at = CASE WHEN l.status = 'pending' THEN now() ELSE now() + p_lease END, scheduled_at = now()
   WHERE l.status IN ('pending', 'working') AND l.scheduled_at > now() + interval '1 minute';
  GET DIAGNOSTICS v_recalled = ROW_COUNT;
  RETURN v_recalled;
END $$;
CALL secure_function('recall_item_links', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
