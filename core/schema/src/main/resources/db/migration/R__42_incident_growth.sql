-- Records that these incidents of the current tenant have grown. Receivers are told some time after the last message about each
-- incident, whoever of its team got that: the group_interval of its rule, or else p_pause. Where a rule says so and nobody has been
-- told anything yet, the first message is still to come, and will tell of these alerts, too. What a scope was told is no word to
-- the team. p_joined has the alerts that joined, as uuid[] each, or NULL where they are many. The settings, and the ORDER BY on all
-- columns of an index, make the planner do one index lookup per incident, whatever the statistics say.
CREATE OR REPLACE FUNCTION expect_growth_of(p_incidents uuid[], p_joined text[], p_pause interval)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
  SET enable_sort = off
  SET enable_hashjoin = off
  SET enable_mergejoin = off
AS $$
  WITH known AS MATERIALIZED (
    SELECT n.id, n.joined::uuid[] AS joined, g.due_at, g.joined AS before
      FROM unnest(p_incidents, p_joined) AS n(id, joined)
      LEFT JOIN incident_growth g ON g.tenant_id = current_tenant() AND g.incident_id = n.id),
  more AS (
    -- Beyond 20 they are many: the row is not written again with each alert of a storm. An alert that comes back is one.
    UPDATE incident_growth g SET joined = CASE WHEN cardinality(k.before) + cardinality(k.others) <= 20 THEN k.before || k.others END
      FROM (SELECT n.id, n.before,
                   CASE WHEN n.joined IS NOT NULL
                        THEN ARRAY (SELECT j.print FROM unnest(n.joined) AS j(print) WHERE j.print <> ALL (n.before)) END AS others
              FROM known n
             WHERE n.before IS NOT NULL) AS k
     WHERE k.others IS DISTINCT FROM '{}' AND g.tenant_id = current_tenant() AND g.incident_id = k.id)
  INSERT INTO incident_growth (tenant_id, incident_id, due_at, by_rule, joined)
  SELECT current_tenant(), i.id, greatest(now(), coalesce(i.of_rule, p_pause) + i.told_at), i.of_rule IS NOT NULL, i.joined
    FROM (SELECT n.id, n.joined,
                 (SELECT o.group_interval FROM incident_opening o
                   WHERE o.tenant_id = current_tenant() AND o.incident_id = n.id) AS of_rule,
                 (SELECT max(told.created_at)
                    FROM (SELECT d.created_at FROM delivery d
                           WHERE d.tenant_id = current_tenant() AND d.incident_id = n.id
                             AND d.status <> 'cancelled' AND d.event <> 'incident.scope_added'
                           ORDER BY d.tenant_id, d.incident_id, d.receiver_id, d.event_seq) AS told) AS told_at
            FROM known AS n
           WHERE n.due_at IS NULL
          OFFSET 0) AS i
   WHERE i.of_rule IS NULL OR i.told_at IS NOT NULL
  ON CONFLICT (tenant_id, incident_id) DO NOTHING
$$;
CALL secure_function('expect_growth_of', callers => '{imas_app}');

-- The same for processes of an earlier version, which do not say what joined.
CREATE OR REPLACE FUNCTION expect_growth(p_incidents uuid[], p_pause interval)
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
AS $$
  SELECT expect_growth_of(p_incidents, array_fill(NULL::text, ARRAY[coalesce(cardinality(p_incidents), 0)]), p_pause)
$$;
CALL secure_function('expect_growth', callers => '{imas_app}');

-- Removes the marks of these incidents of the current tenant. A plan that was made while the table was empty reads all of it for
-- as long as its connection lives: most often it is empty, and in a storm it is not. So the settings leave the index alone.
CREATE OR REPLACE FUNCTION forget_growth(p_incidents uuid[])
  RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
  DELETE FROM incident_growth WHERE tenant_id = current_tenant() AND incident_id = ANY (p_incidents)
$$;
CALL secure_function('forget_growth', callers => '{imas_app}');

-- Up to p_limit incidents of one tenant whose growth is due. It claims nothing: the caller locks the incidents first, as
-- intake does, and then deletes these rows. No row is due later than p_longest from now, or by a rule than a day; a later one
-- comes from a clock that was set back since.
CREATE OR REPLACE FUNCTION due_growth(p_limit integer, p_longest interval)
  RETURNS TABLE (tenant_id uuid, incident_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  WITH due AS (
    (SELECT g.tenant_id, g.incident_id, g.due_at FROM incident_growth g
      WHERE g.due_at <= now() ORDER BY g.due_at LIMIT p_limit)
    UNION ALL
    (SELECT g.tenant_id, g.incident_id, g.due_at FROM incident_growth g
      WHERE NOT g.by_rule AND g.due_at > now() + p_longest + interval '1 minute' ORDER BY g.due_at DESC LIMIT p_limit)
    UNION ALL
    (SELECT g.tenant_id, g.incident_id, g.due_at FROM incident_growth g
      WHERE g.by_rule AND g.due_at > now() + greatest(p_longest, interval '1 day') + interval '1 minute'
      ORDER BY g.due_at DESC LIMIT p_limit))
  SELECT d.tenant_id, d.incident_id FROM due d
   WHERE d.tenant_id = (SELECT f.tenant_id FROM due f ORDER BY f.due_at LIMIT 1)
   ORDER BY d.due_at, d.incident_id LIMIT p_limit
$$;
CALL secure_function('due_growth', runs_as => 'imas_worker_fn', callers => '{imas_app}');
