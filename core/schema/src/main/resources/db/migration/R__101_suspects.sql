-- Suspects of incidents: see V214.

-- The tenants of which the suspects of an incident are to be worked out: of one that is due, or of a new one, ten seconds after it
-- was opened. An incident that was not seen within two hours is left out.
CREATE OR REPLACE FUNCTION suspect_tenants(p_now timestamptz)
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT t.tenant_id
    FROM tenant t
   WHERE EXISTS (SELECT FROM incident i
                  WHERE i.tenant_id = t.tenant_id AND i.created_at > p_now - interval '2 hours'
                    AND i.created_at <= p_now - interval '10 seconds'
                    AND NOT coalesce(starts_with(i.group_key, 'test:'), false)
                    AND NOT EXISTS (SELECT FROM incident_suspects s WHERE s.tenant_id = i.tenant_id AND s.incident_id = i.id))
   UNION
  SELECT s.tenant_id FROM incident_suspects s WHERE s.next_at <= p_now
$$;
CALL secure_function('suspect_tenants', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Has the suspects of incidents worked out anew of which a deployment was told only afterwards, or was told to have ended otherwise.
-- Returns how many.
CREATE OR REPLACE FUNCTION suspects_of_late_facts(p_now timestamptz)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH told AS MATERIALIZED (
    SELECT d.tenant_id, coalesce(d.started_at, d.happened_at) AS begun_at, d.happened_at, d.changed_at
      FROM deployment d
     WHERE d.changed_at > p_now - interval '10 minutes' AND d.state > 1
     ORDER BY d.changed_at DESC
     LIMIT 1000),
  late AS (
    SELECT DISTINCT s.tenant_id, s.incident_id
      FROM told t
      JOIN incident_suspects s
        ON s.tenant_id = t.tenant_id
       AND s.detected_at >= t.begun_at - interval '2 minutes' AND s.detected_at < t.happened_at + interval '24 hours'
     WHERE s.computed_at < t.changed_at AND (s.next_at IS NULL OR s.next_at > p_now)
       AND NOT EXISTS (SELECT FROM incident_change c
                        WHERE c.tenant_id = s.tenant_id AND c.incident_id = s.incident_id AND c.judgement = 2)),
  anew AS (
    UPDATE incident_suspects s
       SET next_at = p_now
      FROM late l
     WHERE s.tenant_id = l.tenant_id AND s.incident_id = l.incident_id
    RETURNING 1)
  SELECT count(*)::integer FROM anew
$$;
CALL secure_function('suspects_of_late_facts', runs_as => 'imas_worker_fn', callers => '{imas_app}');
