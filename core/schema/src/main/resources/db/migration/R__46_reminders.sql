-- After the clock was set back: moves what waits by the later clock, by how much its newest time is ahead. That is what the clock
-- was set back by, if something was put off just before. It waits for nobody.
CREATE OR REPLACE FUNCTION recall_reminders(p_at timestamptz)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  UPDATE incident_reminder r
     SET due_at = r.due_at - ((SELECT max(n.scheduled_at) FROM incident_reminder n) - p_at), scheduled_at = p_at
   WHERE r.ctid = ANY (ARRAY (
           SELECT w.ctid FROM incident_reminder w
            WHERE w.scheduled_at > p_at + interval '1 minute'
              FOR NO KEY UPDATE SKIP LOCKED))
$$;
CALL secure_function('recall_reminders', callers => '{imas_worker_fn}');

-- The tenants of which some incident is due for a reminder: a lookup for each of them.
CREATE OR REPLACE FUNCTION tenants_to_remind(p_at timestamptz)
  RETURNS TABLE (tenant_id uuid)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT recall_reminders(p_at);
  SELECT t.tenant_id FROM tenant t
   WHERE (SELECT r.due_at FROM incident_reminder r
           WHERE r.tenant_id = t.tenant_id AND r.due_at <= p_at ORDER BY r.due_at LIMIT 1) IS NOT NULL
$$;
CALL secure_function('tenants_to_remind', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Removes the reminders of these incidents of the current tenant. As forget_growth: a plan that was made while the table was
-- empty would read all of it for as long as its connection lives.
CREATE OR REPLACE FUNCTION forget_reminders(p_incidents uuid[])
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
  DELETE FROM incident_reminder WHERE tenant_id = current_tenant() AND incident_id = ANY (p_incidents)
$$;
CALL secure_function('forget_reminders', callers => '{imas_app}');
