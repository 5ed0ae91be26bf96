-- Deliveries are written in several ways, so a trigger puts them into inboxes. A receiver is a person if it is one of their
-- contacts, or the mail address of their account. Left out are tests and codes of contacts, digests, which tell of what is in the
-- inbox already, and what is never sent. Whose inbox has something new is told by the feed.
CREATE OR REPLACE FUNCTION inbox_deliveries_added() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  WITH told AS (
    SELECT DISTINCT ON (n.tenant_id, p.user_id, m.message) n.tenant_id, n.id, p.user_id, m.message
      FROM added n
     CROSS JOIN LATERAL (
       SELECT CASE WHEN n.incident_id IS NOT NULL THEN n.incident_id || '/' || n.event_seq
                   ELSE n.about_kind || '/' || n.about_id || '/' || n.about_key END AS message) AS m
     CROSS JOIN LATERAL (
       SELECT c.user_id FROM user_contact c WHERE c.tenant_id = n.tenant_id AND c.id = n.receiver_id
       UNION ALL
       SELECT u.id FROM escalation_address a
         JOIN user_account u ON u.tenant_id = a.tenant_id AND lower(u.email) = lower(a.address) AND u.deleted_at IS NULL
        WHERE a.tenant_id = n.tenant_id AND a.id = n.receiver_id) AS p(user_id)
     WHERE m.message IS NOT NULL AND n.status <> 'cancelled' AND NOT n.is_test
     ORDER BY n.tenant_id, p.user_id, m.message, n.id),
  added_now AS (
    INSERT INTO inbox_entry (tenant_id, id, user_id, message)
    SELECT t.tenant_id, t.id, t.user_id, t.message FROM told t
    ON CONFLICT (tenant_id, user_id, message) DO NOTHING
    RETURNING tenant_id, user_id)
  INSERT INTO feed_change (tenant_id, topic, changes, subjects)
  SELECT n.tenant_id, 'inbox', count(DISTINCT n.user_id), array_agg(DISTINCT n.user_id)
    FROM added_now n
   GROUP BY n.tenant_id;
  RETURN NULL;
END $$;
CALL secure_function('inbox_deliveries_added', runs_as => 'imas_worker_fn');

CREATE OR REPLACE TRIGGER inbox_deliveries_added AFTER INSERT ON delivery
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION inbox_deliveries_added();

-- What waits until it can no longer be taken back comes into the inbox when it is sent, and what is cancelled leaves it.
CREATE OR REPLACE FUNCTION inbox_delivery_moved() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
BEGIN
  INSERT INTO feed_change (tenant_id, topic, changes, subjects)
  SELECT e.tenant_id, 'inbox', 1, ARRAY [e.user_id] FROM inbox_entry e WHERE e.tenant_id = NEW.tenant_id AND e.id = NEW.id;
  RETURN NULL;
END $$;
CALL secure_function('inbox_delivery_moved', runs_as => 'imas_worker_fn');

CREATE OR REPLACE TRIGGER inbox_delivery_moved AFTER UPDATE OF status ON delivery
  FOR EACH ROW WHEN (OLD.status <> NEW.status AND (NEW.status = 'cancelled' OR OLD.status = 'held' AND OLD.held_for = 'take_back'))
  EXECUTE FUNCTION inbox_delivery_moved();
