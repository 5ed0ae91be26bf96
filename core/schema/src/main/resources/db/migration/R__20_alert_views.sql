-- The current state of the alerts.
CREATE OR REPLACE VIEW alert WITH (security_invoker = true) AS
SELECT a.tenant_id, a.fingerprint, a.created_at, a.status, a.severity, a.decision, a.rule_set_version, a.rule_index,
       a.episode, a.seq, a.stale_count, a.suppressed_count, a.fire_count + coalesce(r.repeats, 0) AS fire_count,
       a.dedup_count + coalesce(r.repeats, 0) AS dedup_count, a.first_seen,
       -- greatest() ignores NULL.
       greatest(a.last_seen, r.last_seen) AS last_seen, a.starts_at, greatest(a.observed_at, r.observed_at) AS observed_at,
       a.source_id, a.service_id, a.last_receipt, a.sender_starts_at, greatest(a.ends_at, r.ends_at) AS ends_at,
       a.resolved_at, a.recovered_at, a.opened_at, a.name, a.group_key, a.labels, a.annotations, a.details,
       a.is_test
  FROM alert_state a
  LEFT JOIN alert_repeat r ON r.fingerprint = a.fingerprint AND r.tenant_id = a.tenant_id;
GRANT SELECT ON alert TO imas_app, imas_ingest_fn, imas_worker_fn;

-- An alert that has only opened so far has its journal entry in its own row (opened_at is set). A second row would repeat it,
-- and cost a quarter of PostgreSQL's work in a storm of new alerts. The statement that changes the alert next moves its
-- opening to transition. The columns are those of transition, in their order.
CREATE OR REPLACE VIEW opening WITH (security_invoker = true) AS
SELECT opened_at AS at, tenant_id, fingerprint, seq, kind_opened()::smallint AS kind, episode, severity,
       NULL::smallint AS prior_severity,
       source_id, service_id, last_receipt AS receipt, created_at AS received_at, starts_at, rule_set_version, rule_index,
       decision, group_key
  FROM alert_state
 WHERE opened_at IS NOT NULL;
GRANT SELECT ON opening TO imas_app, imas_ingest_fn, imas_worker_fn;

-- Every change of every alert's state. Read this view, not transition.
CREATE OR REPLACE VIEW journal WITH (security_invoker = true) AS
SELECT * FROM transition UNION ALL SELECT * FROM opening;
GRANT SELECT ON journal TO imas_app, imas_worker_fn;

-- Whether the journal still has a partition for that time. Older partitions were dropped and are not written again.
CREATE OR REPLACE FUNCTION journal_keeps(p_at timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE
  RETURN to_regclass('imas.transition_p' || to_char(p_at AT TIME ZONE 'UTC', 'YYYYMMDD')) IS NOT NULL;
CALL secure_function('journal_keeps', callers => '{imas_ingest_fn, imas_worker_fn}');

-- When a firing alert is over unless a sender renews it. If the end had already passed on receipt, the sender's clock is
-- behind. Then the alert lasts five minutes from when it was last seen, which is by how much clocks may differ.
CREATE OR REPLACE FUNCTION over_at(p_ends timestamptz, p_last_seen timestamptz)
  RETURNS timestamptz
  LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN p_ends <= p_last_seen THEN p_last_seen + interval '5 minutes' ELSE p_ends END;
CALL secure_function('over_at', callers => '{imas_worker_fn}');

-- An alert's details with one more flag.
CREATE OR REPLACE FUNCTION flagged(p_details text, p_flag text)
  RETURNS text
  LANGUAGE sql IMMUTABLE
  RETURN (p_details::jsonb || jsonb_build_object('flags', concat_ws(',', p_details::jsonb ->> 'flags', p_flag)))::text;
CALL secure_function('flagged', callers => '{imas_ingest_fn}');

-- By so much the clocks of processes may differ. What lies further ahead of ours is of before it was set back.
CREATE OR REPLACE FUNCTION clocks_differ()
  RETURNS interval
  LANGUAGE sql IMMUTABLE
  RETURN interval '5 minutes';
CALL secure_function('clocks_differ', callers => '{imas_app, imas_ingest_fn, imas_worker_fn}');

-- The later of two sightings: the one that is known, and the one of an event that is heard now, or was received earlier and is
-- replayed. If the one that is known is further ahead of our clock than clocks may differ, the clock was set back since: it would
-- hide for as long that nothing is heard any more. STABLE, as what it adds up: PostgreSQL would not make it part of the
-- statement that asks it for each alert otherwise, and would call it.
CREATE OR REPLACE FUNCTION later_sighting(p_known timestamptz, p_received timestamptz, p_now timestamptz)
  RETURNS timestamptz
  LANGUAGE sql STABLE
  RETURN CASE WHEN p_known > p_now + clocks_differ() THEN p_now ELSE greatest(p_known, p_received) END;
CALL secure_function('later_sighting', callers => '{imas_ingest_fn}');

-- Who posted an event, as far as it says so: the members of an Alertmanager or Grafana pair may post with one key, and tell
-- their externalURL. What one sender posts is in order. STABLE for the same reason.
CREATE OR REPLACE FUNCTION sender_of(p_source uuid, p_details text)
  RETURNS text
  LANGUAGE sql STABLE
  RETURN concat_ws(' ', p_source, left(p_details::jsonb ->> 'external_url', 200));
CALL secure_function('sender_of', callers => '{imas_ingest_fn}');
