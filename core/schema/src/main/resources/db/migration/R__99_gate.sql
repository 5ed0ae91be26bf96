-- Freezes and the gate: see V215.

-- Freezes that forbid this deployment whenever they are in force. Whether one is, Java computes from its times; those that took
-- place once and are over are left out, with two days for zones. Scopes are looked up once for all freezes, each by its index.
CREATE OR REPLACE FUNCTION freezes_of(p_tenant uuid, p_service uuid, p_environment text, p_tier smallint, p_repository uuid, p_now timestamptz)
  RETURNS TABLE (id uuid, title text, version integer, observes boolean, emergencies boolean, starts_at timestamp, time_zone text,
                 duration_seconds integer, ends_by_clock boolean, recurrence text, except_at timestamp[])
  LANGUAGE sql STABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT e.id, e.title, e.version, f.observes, f.emergencies, e.starts_at, e.time_zone, e.duration_seconds, e.ends_by_clock,
         e.recurrence, e.except_at
    FROM calendar_freeze f
    JOIN calendar_event e ON e.tenant_id = f.tenant_id AND e.id = f.event_id
   WHERE f.tenant_id = p_tenant
     AND e.is_active
     AND (e.recurrence IS NOT NULL
          OR e.starts_at + make_interval(secs => e.duration_seconds) > (p_now AT TIME ZONE 'UTC') - interval '2 days')
     AND e.starts_at < (p_now AT TIME ZONE 'UTC') + interval '2 days'
     AND (p_tier = ANY (f.tiers)
          OR f.event_id IN (SELECT s.event_id FROM freeze_scope s
                             WHERE s.tenant_id = p_tenant AND NOT s.is_exception
                               AND s.environment_id = (SELECT environment_of(p_tenant, p_environment))))
     AND (NOT f.is_limited
          OR f.event_id IN (SELECT s.event_id FROM freeze_scope s
                             WHERE s.tenant_id = p_tenant AND NOT s.is_exception AND s.service_id = p_service)
          OR f.event_id IN (SELECT s.event_id FROM freeze_scope s
                             WHERE s.tenant_id = p_tenant AND NOT s.is_exception
                               AND s.team_id = (SELECT o.owner_team_id FROM service o WHERE o.tenant_id = p_tenant AND o.id = p_service)))
     AND f.event_id NOT IN (SELECT s.event_id FROM freeze_scope s
                             WHERE s.tenant_id = p_tenant AND s.is_exception AND s.service_id = p_service)
     AND f.event_id NOT IN (SELECT s.event_id FROM freeze_scope s
                             WHERE s.tenant_id = p_tenant AND s.is_exception AND s.repository_id = p_repository)
   ORDER BY e.starts_at, e.id
   LIMIT 1000
$$;
CALL secure_function('freezes_of', callers => '{imas_app}');

-- Forgets up to p_limit answers of the gate that were given before then.
CREATE OR REPLACE FUNCTION forget_gate_decisions(p_before timestamptz, p_limit integer)
  RETURNS integer
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM gate_decision d
     WHERE d.ctid = ANY (ARRAY (SELECT o.ctid FROM gate_decision o WHERE o.at < not_of_today(p_before)
                                 ORDER BY o.at LIMIT p_limit FOR UPDATE SKIP LOCKED))
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;
CALL secure_function('forget_gate_decisions', runs_as => 'imas_worker_fn', callers => '{imas_app}');
