-- The alerts as they are.
CREATE OR REPLACE VIEW alert WITH (security_invoker = true) AS
SELECT a.tenant_id, a.fingerprint, a.created_at, a.status, a.severity, a.decision, a.rule_set_version, a.rule_index,
       a.episode, a.seq, a.stale_count, a.suppressed_count, a.fire_count + coalesce(r.repeats, 0) AS fire_count,
       a.dedup_count + coalesce(r.repeats, 0) AS dedup_count, a.first_seen,
       -- greatest() leaves out what is NULL.
       greatest(a.last_seen, r.last_seen) AS last_seen, a.starts_at, greatest(a.observed_at, r.observed_at) AS observed_at,
       a.source_id, a.service_id, a.last_receipt, a.sender_starts_at, greatest(a.ends_at, r.ends_at) AS ends_at,
       a.resolved_at, a.recovered_at, a.opened_at, a.name, a.group_key, a.labels, a.annotations, a.details
  FROM alert_state a
  LEFT JOIN alert_repeat r ON r.fingerprint = a.fingerprint AND r.tenant_id = a.tenant_id;
GRANT SELECT ON alert TO imas_app, imas_ingest_fn, imas_worker_fn;

-- An alert whose opening is all that has happened to it is its own journal entry (opened_at is set): a second row would
-- say the same again, and in a storm of new alerts that row was a quarter of what PostgreSQL had to do. Whatever changes the
-- alert moves its opening to transition in the same statement. The columns are those of transition, in their order.
CREATE OR REPLACE VIEW opening WITH (security_invoker = true) AS
SELECT opened_at AS at, tenant_id, fingerprint, seq, kind_opened()::smallint AS kind, episode, severity,
       NULL::smallint AS prior_severity,
       source_id, service_id, last_receipt AS receipt, created_at AS received_at, starts_at, rule_set_version, rule_index,
       decision, group_key
  FROM alert_state
 WHERE opened_at IS NOT NULL;
GRANT SELECT ON opening TO imas_app, imas_ingest_fn, imas_worker_fn;

-- Every change of every alert's state: read this, not transition.
CREATE OR REPLACE VIEW journal WITH (security_invoker = true) AS
SELECT * FROM transition UNION ALL SELECT * FROM opening;
GRANT SELECT ON journal TO imas_app, imas_worker_fn;

-- Does the journal still have a partition for what was at that time? What is older was dropped, and is not written again.
CREATE OR REPLACE FUNCTION journal_keeps(p_at timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE
  RETURN to_regclass('imas.transition_p' || to_char(p_at AT TIME ZONE 'UTC', 'YYYYMMDD')) IS NOT NULL;
CALL secure_function('journal_keeps', callers => '{imas_ingest_fn, imas_worker_fn}');

-- When a firing alert is over unless it is renewed. What was received when its end had passed already comes from a clock
-- that is behind ours: it has the five minutes by which clocks may differ from when it was last heard of.
CREATE OR REPLACE FUNCTION over_at(p_ends timestamptz, p_last_seen timestamptz)
  RETURNS timestamptz
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN p_ends <= p_last_seen THEN p_last_seen + interval '5 minutes' ELSE p_ends END;
CALL secure_function('over_at', callers => '{imas_worker_fn}');

-- Details of an alert with one more flag among its flags.
CREATE OR REPLACE FUNCTION flagged(p_details text, p_flag text)
  RETURNS text
  LANGUAGE sql IMMUTABLE
  RETURN (p_details::jsonb || jsonb_build_object('flags', concat_ws(',', p_details::jsonb ->> 'flags', p_flag)))::text;
CALL secure_function('flagged', callers => '{imas_ingest_fn}');
