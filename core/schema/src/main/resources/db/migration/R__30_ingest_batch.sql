-- How often a page must double to be a table of that size.
CREATE OR REPLACE FUNCTION doublings(p_bytes bigint)
  RETURNS integer
  LANGUAGE sql IMMUTABLE
  RETURN ceil(log(greatest(p_bytes, 8192) / 8192::float8) / log(2::float8));
CALL secure_function('doublings', callers => '{imas_ingest_fn}');

-- Has this session plan anew whenever one of the tables below has doubled. A plan is kept until its table is analyzed: one
-- that was made while the table was small reads all of it, and in a storm it is large long before that. Measured with 10,000
-- alerts: half of the throughput.
CREATE OR REPLACE FUNCTION plan_as_grown()
  RETURNS void
  LANGUAGE plpgsql
AS $$
DECLARE
  v_sizes text := doublings(pg_relation_size('imas.alert_state')) || ' ' || doublings(pg_relation_size('imas.alert_repeat'))
                  || ' ' || doublings(pg_relation_size('imas.late_firing'));
BEGIN
  IF v_sizes <> coalesce(current_setting('imas.planned_sizes', true), '') THEN
    DISCARD PLANS;
    PERFORM set_config('imas.planned_sizes', v_sizes, false);
  END IF;
END $$;
CALL secure_function('plan_as_grown', callers => '{imas_ingest_fn}');

-- Renews known alerts, which fire unchanged according to the gateway's cache. Returns the ascending 1-based positions of
-- those whose cache entry was stale, NULL for none. It runs inside the functions below, as their owner.
DROP FUNCTION IF EXISTS seen_last(timestamptz, timestamptz);
CREATE OR REPLACE FUNCTION touch_known(
  p_received timestamptz, k_tenant uuid[], k_fingerprint uuid[], k_n integer[], k_severity smallint[], k_ends timestamptz[],
  k_observed timestamptz[])
  RETURNS integer[]
  LANGUAGE plpgsql
AS $$
DECLARE
  v_touched integer;
  v_first   integer;
  -- Our clock: p_received is earlier in a replay, as in a Kafka consumer that catches up.
  v_now     timestamptz := coalesce(nullif(current_setting('imas.replayed_at', true), '')::timestamptz, p_received);
BEGIN
  UPDATE alert_repeat r
     SET repeats = r.repeats + k.n,
         last_seen = later_sighting(r.last_seen, p_received, v_now),
         observed_at = greatest(r.observed_at, k.observed),
         ends_at = greatest(r.ends_at, k.ends)         -- which ignores NULL
    -- Not FROM unnest(…, …), which would materialise each array separately.
    FROM (SELECT unnest(k_tenant) AS tenant, unnest(k_fingerprint) AS fingerprint, unnest(k_n) AS n,
                 unnest(k_severity) AS severity, unnest(k_ends) AS ends, unnest(k_observed) AS observed) AS k
   WHERE r.tenant_id = k.tenant AND r.fingerprint = k.fingerprint AND r.severity = k.severity
     AND (r.ends_at IS NOT NULL OR k.ends IS NULL);    -- the first end time is a change of the alert's own row
  GET DIAGNOSTICS v_touched = ROW_COUNT;
  IF v_touched = cardinality(k_tenant) THEN
    RETURN NULL;
  END IF;
  -- First repeats. The lock on the alert's row keeps others from changing the alert, so an alert that ends leaves no row of
  -- repeats behind. Whoever waited for the lock sees the state after it. Another transaction may have inserted the row first.
  INSERT INTO alert_repeat AS r (tenant_id, fingerprint, repeats, last_seen, observed_at, severity, ends_at)
  SELECT k.tenant, k.fingerprint, k.n, p_received, greatest(a.observed_at, k.observed), k.severity, greatest(a.ends_at, k.ends)
    FROM unnest(k_tenant, k_fingerprint, k_n, k_severity, k_ends, k_observed) AS k(tenant, fingerprint, n, severity, ends, observed)
    JOIN alert_state a ON a.tenant_id = k.tenant AND a.fingerprint = k.fingerprint
   WHERE a.status = status_firing() AND a.severity = k.severity AND (a.ends_at IS NOT NULL OR k.ends IS NULL)
     AND (SELECT t.xmin FROM alert_repeat t WHERE t.tenant_id = k.tenant AND t.fingerprint = k.fingerprint)
         IS DISTINCT FROM pg_current_xact_id()::xid
   ORDER BY a.fingerprint
     FOR NO KEY UPDATE OF a
  ON CONFLICT (fingerprint, tenant_id) DO UPDATE
     SET repeats = r.repeats + excluded.repeats,
         last_seen = later_sighting(r.last_seen, excluded.last_seen, v_now),
         observed_at = greatest(r.observed_at, excluded.observed_at),
         ends_at = greatest(r.ends_at, excluded.ends_at);
  GET DIAGNOSTICS v_first = ROW_COUNT;
  IF v_touched + v_first = cardinality(k_tenant) THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY (
    SELECT k.ord::integer
      FROM unnest(k_tenant, k_fingerprint) WITH ORDINALITY AS k(tenant, fingerprint, ord)
     WHERE NOT EXISTS (SELECT 1 FROM alert_repeat r WHERE r.tenant_id = k.tenant AND r.fingerprint = k.fingerprint
                          AND r.xmin = pg_current_xact_id()::xid)
     ORDER BY k.ord);
END $$;
CALL secure_function('touch_known', callers => '{imas_ingest_fn}');

-- The only way to write alert_state, alert_repeat, late_firing, transition, ledger, outbox and dead_letter. One call is one
-- batch and one transaction. The columns are those of dev.imas.core.ingest.BatchColumns, from which the placeholders come.
--
-- The batch holds each fingerprint once. There are two kinds of rows:
--   known (k_*): the gateway's cache says that these fire already, unchanged. They get a small update. If the entry
--                was stale, the row is not counted: "missed" has its 1-based position, and the gateway sends it again as full.
--   full (f_*):  everything else. n: the number of events folded into the row, at least 1. kind: event_firing, event_recovery
--                or event_end_passed. The last is a recovery, unless its end is later than the end given before: a recovery
--                names an earlier end than was promised, and a sender whose clock is behind promises a later one.
-- docs/adr on event order explains the times that order events (f_starts, f_sender_starts, f_observed):
--   f_sender_starts  startsAt as the sender wrote it; NULL if the sender names no episode
--   f_starts         the same, but never in the future; otherwise the time of the event
--   Two episodes are in the order of their starts as the sender wrote them, if both are in the future or neither is. So a
--   clock of ours that is behind the senders' does not mix up their episodes, and a start by mistake, such as in 2099, does
--   not keep those after it from counting: it is as if it were at the time of its receipt.
--   f_observed       the sender's time of this event, never in the future; otherwise the time of receipt
--   f_told           whether f_observed is the sender's time. Two times of the same kind are compared as they are. Of two
--                    different kinds, one is older only by more than the 5 minutes by which clocks may differ
-- The final state does not depend on the order in which events arrive:
--   the sender names episodes: the newest episode counts; it is over once a recovery of it was seen
--   otherwise:                 the event with the newest f_observed counts; of two at the same time, the recovery
-- A firing of a newer episode reopens a firing alert. A recovery older than that episode is stale, unless it names an end
-- after the start of what fires: an Alertmanager behind a pair of Prometheus moves the start back to the earlier one.
-- A firing that is older than the recovery by these times is stale, however late it arrives. If it is not older, but of the
-- same or an older episode, it is late within p_reorder of the recovery and waits in late_firing. If nothing follows it in
-- that time, it then fires again, since Alertmanager fires again with the old startsAt. A copy of the recovery, with the same
-- end, follows it only if it comes from the same sender: the source, and the externalURL that the sender tells (sender_of).
-- An alert that only expired (recovered_at is NULL) fires again with any firing that lasts longer than the expired one.
-- In a transaction that begin_replay has begun, p_received is when the letter was received, and what was received after it
-- overtakes it: an alert that has recovered since stays recovered, and one that has fired since goes on firing. Core is told as
-- of the replay, so that it does not reopen an incident that ended after the letter came.
-- p_new: all full rows are expected to be new. Only speed depends on it.
-- p_urgent: the fingerprints whose changes of state go to the urgent lane of the outbox.
-- accepted (l_*): counted by the decoder, including dead-lettered elements. Dead letters with d_counted = false are bodies
-- that were refused whole and are kept for a person.
--
-- Returns all_as_sent if every known row was found and every full row was new: a firing opened its alert (its first
-- transition), a recovery had nothing to resolve and is stale. Otherwise returns what was missed, and for each full row the
-- disposition, the alert's newest transition (seq), and the kind of the transition that the row caused, 0 for none.
CREATE OR REPLACE FUNCTION ingest_batch(
  p_shard integer, p_received timestamptz, p_reorder interval,
  ${known_parameters},
  ${full_parameters},
  p_new boolean, p_urgent uuid[],
  ${accepted_parameters},
  ${dead_letters_parameters},
  OUT all_as_sent boolean, OUT missed integer[], OUT fingerprints uuid[], OUT dispositions smallint[], OUT seqs integer[],
  OUT kinds smallint[])
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_memoize = off                             -- no key occurs twice in a batch
AS $$
DECLARE
  v_new            boolean;
  v_own            xid;                                -- xmin of the rows inserted here, which is a subtransaction's id
  v_new_tenant     uuid[];
  v_new_print      uuid[];
  v_new_source     uuid[];
  v_new_kind       smallint[];
  v_new_n          integer[];
  v_old_tenant     uuid[];
  v_old_print      uuid[];
  v_old_source     uuid[];
  v_old_kind       smallint[];
  v_old_n          integer[];
  v_old_disposition smallint[];
  v_old_seq        integer[];
  v_inserted       integer := 0;
  v_locked         integer;
  v_replayed       timestamptz := nullif(current_setting('imas.replayed_at', true), '')::timestamptz;
  v_now            timestamptz := coalesce(v_replayed, p_received);    -- our clock
BEGIN
  PERFORM plan_as_grown();
  IF cardinality(k_tenant) > 0 THEN
    missed := touch_known(p_received, k_tenant, k_fingerprint, k_n, k_severity, k_ends, k_observed);
  END IF;

  IF cardinality(f_tenant) > 0 THEN
    -- First insert the new alerts. A recovery of an unknown alert is kept, so that its late firing is recognised as late. ON
    -- CONFLICT is not used: it looks up each row, then locks and logs it once more. On a conflict this transaction has waited
    -- for the other commit, and the next try looks first and sees the row. Each failed try was overtaken by another
    -- committer.
    v_new := p_new;
    FOR v_try IN 1 .. 10 LOOP
      BEGIN
        WITH ins AS (
          INSERT INTO alert_state (tenant_id, fingerprint, created_at, first_seen, last_seen, starts_at, sender_starts_at,
                             observed_at, observed_told, ends_at, expires_bucket, resolved_at, recovered_at, opened_at, source_id,
                             service_id, last_receipt, fire_count, dedup_count, stale_count, episode, seq,
                             rule_set_version, rule_index, decision, status, severity, name, group_key, labels,
                             annotations, details)
          SELECT f.tenant, f.fingerprint, uuid_extract_timestamp(f.receipt), p_received, p_received, f.starts, f.sender_starts,
                 f.observed, f.told,
                 CASE WHEN f.kind = event_firing() THEN f.ends WHEN f.ends IS NOT NULL THEN least(f.ends, p_received) END,
                 CASE WHEN f.kind = event_firing() THEN date_bin('5 minutes', f.ends + interval '5 minutes', 'epoch') END,
                 CASE WHEN f.kind <> event_firing() THEN least(coalesce(f.ends, p_received), p_received) END,
                 CASE WHEN f.kind <> event_firing() THEN p_received END,
                 CASE WHEN f.kind = event_firing() THEN now() END,
                 f.source, f.service, f.receipt,
                 CASE WHEN f.kind = event_firing() THEN f.n ELSE 0 END,
                 CASE WHEN f.kind = event_firing() THEN f.n - 1 ELSE 0 END,
                 CASE WHEN f.kind <> event_firing() THEN f.n ELSE 0 END,
                 CASE WHEN f.kind = event_firing() THEN 1 ELSE 0 END,
                 CASE WHEN f.kind = event_firing() THEN 1 ELSE 0 END,
                 f.rule_set_version, f.rule_index, f.decision,
                 CASE WHEN f.kind = event_firing() THEN status_firing() ELSE status_resolved() END,
                 f.severity, f.name, f.group_key, f.labels, f.annotations, f.details
            FROM (SELECT ${full_unnested}) AS f
           -- Not NOT EXISTS, for which the planner might hash the whole table.
           WHERE v_new OR (SELECT true FROM alert_state a WHERE a.tenant_id = f.tenant AND a.fingerprint = f.fingerprint) IS NULL
          RETURNING xmin AS own, tenant_id, fingerprint, status, severity, source_id, service_id, starts_at, decision,
                    group_key),
        work AS (
          INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                              starts_at, decision, group_key)
          SELECT tenant_id, fingerprint, 1, kind_opened(),
                 CASE WHEN fingerprint = ANY (p_urgent) THEN lane_urgent() ELSE lane_bulk() END, severity, source_id,
                 service_id, v_now, starts_at, decision, group_key
            FROM ins WHERE status = status_firing())
        SELECT count(*), (SELECT own FROM ins LIMIT 1) INTO v_inserted, v_own FROM ins;
        EXIT;
      EXCEPTION WHEN unique_violation THEN
        IF v_try = 10 THEN
          RAISE;
        END IF;
        v_new := false;
      END;
    END LOOP;

    IF v_inserted < cardinality(f_tenant) THEN
      -- The rest exists already. Lock it in key order, then decide on the current state.
      PERFORM 1
         FROM unnest(f_tenant, f_fingerprint) AS f(tenant, fingerprint)
         JOIN alert_state a ON a.tenant_id = f.tenant AND a.fingerprint = f.fingerprint
        WHERE a.xmin IS DISTINCT FROM v_own
        ORDER BY a.fingerprint
          FOR UPDATE OF a;
      -- If one was purged a moment ago (purge_alerts), a retry finds it new.
      GET DIAGNOSTICS v_locked = ROW_COUNT;
      IF v_inserted + v_locked < cardinality(f_tenant) THEN
        RAISE serialization_failure USING MESSAGE = 'an alert of the batch was purged meanwhile; retry the batch';
      END IF;

      -- A change adds the repeats since the last change to the alert's row.
      WITH absorbed AS (
        DELETE FROM alert_repeat r
         USING unnest(f_tenant, f_fingerprint) AS f(tenant, fingerprint)
         WHERE r.tenant_id = f.tenant AND r.fingerprint = f.fingerprint
        RETURNING r.*),
      weighed AS MATERIALIZED (
        SELECT f.*, b.*, e.means, e.older, e.overtaken,
               CASE
                 WHEN e.means = event_firing() AND a.status = status_firing() THEN
                   CASE WHEN f.sender_starts <> a.sender_starts_at AND o.begins > o.known_begins THEN disposition_reopened()
                        ELSE disposition_deduplicated() END
                 WHEN e.means = event_firing() AND e.overtaken
                   -- An episode that began after the recovery is not over.
                   AND (f.sender_starts <> a.sender_starts_at AND o.begins > o.known_begins AND f.starts > a.resolved_at) IS NOT TRUE
                   THEN disposition_stale()
                 WHEN e.means = event_firing() THEN
                   CASE WHEN f.kind = event_end_passed() THEN disposition_reopened()
                        WHEN a.recovered_at IS NULL THEN
                          CASE WHEN f.ends <= a.resolved_at AND NOT b.clock_set_back THEN disposition_stale()
                               ELSE disposition_reopened() END
                        WHEN f.sender_starts IS NULL OR a.sender_starts_at IS NULL THEN
                          CASE WHEN e.older OR (f.observed <= b.observed_at AND p_received < a.recovered_at + p_reorder
                                                AND NOT b.clock_set_back)
                               THEN disposition_stale() ELSE disposition_reopened() END
                        WHEN f.sender_starts = a.sender_starts_at OR o.begins <= o.known_begins THEN
                          CASE WHEN e.older OR (p_received < a.recovered_at + p_reorder AND NOT b.clock_set_back)
                               THEN disposition_stale()
                               ELSE disposition_reopened() END
                        ELSE disposition_reopened() END
                 WHEN a.status = status_firing() THEN
                   CASE WHEN CASE WHEN f.sender_starts IS NULL OR a.sender_starts_at IS NULL
                                  THEN NOT (e.older OR e.overtaken)
                                  ELSE (f.sender_starts = a.sender_starts_at OR o.begins >= o.known_begins
                                        OR f.ends > o.known_begins)
                                       AND NOT (e.overtaken AND o.begins <= o.known_begins) END
                        THEN disposition_resolved() ELSE disposition_stale() END
                 WHEN f.sender_starts IS NULL OR f.sender_starts = a.sender_starts_at
                   OR (o.begins < o.known_begins AND f.ends > o.known_begins) THEN disposition_deduplicated()
                 ELSE disposition_stale()
               END::smallint AS disposition,
               -- If the severity changes while the alert fires, the newest event counts; of two at the same time, the more
               -- severe.
               (e.means = event_firing() AND a.status = status_firing() AND f.severity <> a.severity
                 AND (f.observed > b.observed_at OR (f.observed = b.observed_at AND f.severity < a.severity))) AS reseverity,
               -- The event belongs to an episode that began after the known one.
               (f.sender_starts IS NOT NULL AND (a.sender_starts_at IS NULL OR o.begins > o.known_begins)
                 AND NOT (e.means = event_recovery() AND a.status = status_firing() AND a.sender_starts_at IS NULL
                          AND (e.older OR e.overtaken)))
                 AS later_episode
          FROM unnest(${full_arrays}) AS f(${full_names})
          JOIN alert_state a ON a.tenant_id = f.tenant AND a.fingerprint = f.fingerprint
          LEFT JOIN absorbed r ON r.tenant_id = f.tenant AND r.fingerprint = f.fingerprint
         CROSS JOIN LATERAL (
           SELECT CASE WHEN same THEN f.sender_starts ELSE f.starts END AS begins,
                  CASE WHEN same THEN a.sender_starts_at ELSE a.starts_at END AS known_begins
             FROM (SELECT (f.sender_starts > p_received) = (a.sender_starts_at > p_received)) AS s(same)) AS o
         CROSS JOIN LATERAL (
           SELECT coalesce(r.repeats, 0) AS repeats, greatest(a.last_seen, r.last_seen) AS last_seen,
                  -- By our clock nothing was observed later than now: what was is of before the clock was set back.
                  CASE WHEN a.observed_told OR greatest(a.observed_at, r.observed_at) <= v_now + clocks_differ()
                       THEN greatest(a.observed_at, r.observed_at) ELSE v_now - interval '1 microsecond' END AS observed_at,
                  greatest(a.ends_at, r.ends_at) AS ends_at,
                  coalesce(coalesce(a.recovered_at, a.resolved_at) > v_now + clocks_differ(), false) AS clock_set_back) AS b
         CROSS JOIN LATERAL (
           SELECT -- What an end that has passed means: see above. If the alert does not fire and no firing of that episode
                  -- was seen, the first such end is kept, and a later one counts as a firing.
                  CASE WHEN f.kind <> event_end_passed() THEN f.kind
                       WHEN f.ends > b.ends_at
                        AND (a.status = status_firing()
                             OR (f.sender_starts = a.sender_starts_at
                                 AND (a.episode = 0 OR a.recovered_at IS NULL OR a.starts_at > a.resolved_at)))
                       THEN event_firing() ELSE event_recovery() END AS means,
                  f.observed < b.observed_at - CASE WHEN f.told = a.observed_told THEN interval '0' ELSE interval '5 minutes' END
                    AS older,
                  -- Only of a replay: whether something followed it. Times of the same kind are compared; of two different
                  -- kinds, when they were received counts as well.
                  v_replayed IS NOT NULL AND
                  CASE WHEN a.status = status_resolved() AND a.recovered_at IS NULL           -- nobody said that it had
                       THEN CASE WHEN f.ends IS NULL THEN p_received <= b.last_seen ELSE f.ends <= v_replayed END
                       WHEN f.told = a.observed_told THEN f.observed < b.observed_at
                       WHEN a.status = status_firing() THEN p_received < b.last_seen
                       ELSE p_received <= a.recovered_at OR f.observed < b.observed_at
                  END AS overtaken) AS e
         WHERE a.xmin IS DISTINCT FROM v_own),
      judged AS MATERIALIZED (
        SELECT w.*,
               w.disposition = disposition_stale() AS stale,
               w.disposition = disposition_deduplicated() AS repeated,
               w.disposition = disposition_resolved() AS resolves,
               w.disposition = disposition_reopened() AS reopens,
               w.means = event_firing() AND w.disposition <> disposition_stale() AS fires,
               w.means = event_firing() AND w.disposition <> disposition_stale() AND w.observed >= w.observed_at AS is_newest,
               CASE WHEN w.disposition = disposition_resolved() THEN kind_resolved()
                    WHEN w.disposition = disposition_reopened() THEN kind_reopened()
                    WHEN w.reseverity THEN kind_severity_changed()
                    ELSE 0 END::smallint AS change
          FROM weighed w),
      upd AS (
        UPDATE alert_state a
           SET fire_count = a.fire_count + j.repeats + CASE WHEN j.fires THEN j.n ELSE 0 END,
               dedup_count = a.dedup_count + j.repeats + CASE WHEN j.repeated THEN j.n WHEN j.stale THEN 0 ELSE j.n - 1 END,
               stale_count = a.stale_count + CASE WHEN j.stale THEN j.n ELSE 0 END,
               last_seen = CASE WHEN j.fires THEN later_sighting(j.last_seen, p_received, v_now) ELSE j.last_seen END,
               observed_at = greatest(j.observed_at, j.observed),
               observed_told = CASE WHEN j.observed >= j.observed_at THEN j.told ELSE a.observed_told END,
               seq = a.seq + CASE WHEN j.change <> 0 THEN 1 ELSE 0 END,
               status = CASE WHEN j.resolves THEN status_resolved() WHEN j.reopens THEN status_firing() ELSE a.status END,
               episode = a.episode + CASE WHEN j.reopens THEN 1 ELSE 0 END,
               first_seen = CASE WHEN j.reopens THEN p_received ELSE a.first_seen END,
               -- A recovery of an episode that was never seen is kept, so that its late firing is recognised as late.
               starts_at = CASE WHEN j.reopens OR j.later_episode THEN j.starts ELSE a.starts_at END,
               sender_starts_at = CASE WHEN j.reopens OR j.later_episode THEN j.sender_starts ELSE a.sender_starts_at END,
               ends_at = CASE WHEN j.resolves THEN least(j.ends, CASE WHEN j.ends IS NOT NULL THEN p_received END)
                              WHEN j.reopens THEN j.ends
                              WHEN a.status = status_resolved() AND j.means = event_recovery() AND j.ends IS NOT NULL
                              THEN greatest(a.ends_at, least(j.ends, p_received))
                              WHEN j.repeated AND j.fires THEN greatest(j.ends_at, j.ends) ELSE j.ends_at END,
               expires_bucket = date_bin('5 minutes', interval '5 minutes' +
                         CASE WHEN j.reopens THEN j.ends WHEN j.resolves OR a.status = status_resolved() THEN NULL
                              WHEN j.repeated AND j.fires THEN greatest(j.ends_at, j.ends) ELSE j.ends_at END, 'epoch'),
               resolved_at = CASE WHEN j.resolves THEN least(coalesce(j.ends, p_received), p_received)
                                  WHEN j.reopens THEN NULL ELSE a.resolved_at END,
               opened_at = CASE WHEN j.change <> 0 OR j.later_episode THEN NULL ELSE a.opened_at END,
               recovered_at = CASE WHEN j.resolves
                                     OR (j.stale AND j.means = event_recovery() AND a.status = status_resolved() AND j.later_episode)
                                   THEN greatest(a.recovered_at, p_received)
                                   WHEN j.reopens THEN NULL ELSE a.recovered_at END,
               severity = CASE WHEN j.reopens OR j.reseverity THEN j.severity ELSE a.severity END,
               last_receipt = CASE WHEN j.change <> 0 THEN j.receipt ELSE a.last_receipt END,
               source_id = CASE WHEN j.change <> 0 THEN j.source ELSE a.source_id END,
               -- Routing belongs to the episode: recoveries and repeats keep the routing of the firing.
               service_id = CASE WHEN j.reopens THEN j.service ELSE a.service_id END,
               group_key = CASE WHEN j.reopens THEN j.group_key ELSE a.group_key END,
               rule_set_version = CASE WHEN j.reopens THEN j.rule_set_version ELSE a.rule_set_version END,
               rule_index = CASE WHEN j.reopens THEN j.rule_index ELSE a.rule_index END,
               decision = CASE WHEN j.reopens THEN j.decision ELSE a.decision END,
               name = CASE WHEN j.reopens THEN j.name ELSE a.name END,
               labels = CASE WHEN j.is_newest THEN j.labels ELSE a.labels END,
               -- A recovery's annotations describe another state. An incident that is opened late takes its title from the
               -- firing.
               annotations = CASE WHEN j.is_newest AND j.annotations <> '{}' THEN j.annotations ELSE a.annotations END,
               details = CASE WHEN j.is_newest AND j.kind = event_end_passed() THEN flagged(j.details, 'clock_behind')
                              WHEN j.is_newest THEN j.details ELSE a.details END
          FROM judged j
         WHERE a.tenant_id = j.tenant AND a.fingerprint = j.fingerprint
        RETURNING a.*, j.disposition, j.change, j.reseverity, j.n, j.source AS event_source, j.receipt AS event_receipt,
                  old.severity AS prior_severity, old.opened_at AS prior_opened_at),
      late AS (
        INSERT INTO late_firing AS l (tenant_id, fingerprint, due_at, received_at, source_id, service_id, receipt, starts_at,
                                      sender_starts_at, observed_at, ends_at, severity, decision, rule_set_version,
                                      rule_index, name, group_key, labels, annotations, details, senders)
        SELECT j.tenant, j.fingerprint, u.recovered_at + p_reorder, p_received, j.source, j.service, j.receipt, j.starts,
               j.sender_starts, j.observed, j.ends, j.severity, j.decision, j.rule_set_version, j.rule_index, j.name,
               j.group_key, j.labels, j.annotations, j.details, ARRAY[sender_of(j.source, j.details)]
          FROM judged j JOIN upd u ON u.fingerprint = j.fingerprint AND u.tenant_id = j.tenant
         WHERE j.stale AND j.means = event_firing() AND u.recovered_at IS NOT NULL AND NOT (j.older OR j.overtaken)
           -- If the sender gives a firing and a recovery the same time, the recovery counts.
           AND NOT (j.told AND j.observed = j.observed_at)
        ON CONFLICT (fingerprint, tenant_id) DO UPDATE
           SET (due_at, received_at, source_id, service_id, receipt, starts_at, sender_starts_at, observed_at, ends_at, severity,
                decision, rule_set_version, rule_index, name, group_key, labels, annotations, details, senders)
             = (excluded.due_at, excluded.received_at, excluded.source_id, excluded.service_id, excluded.receipt,
                excluded.starts_at, excluded.sender_starts_at, excluded.observed_at, excluded.ends_at, excluded.severity,
                excluded.decision, excluded.rule_set_version, excluded.rule_index, excluded.name, excluded.group_key,
                excluded.labels, excluded.annotations, excluded.details,
                (excluded.senders || array_remove(l.senders, excluded.senders[1]))[1:16])
         WHERE l.observed_at <= excluded.observed_at),
      -- A new episode ends the wait of a late firing, and so does a recovery with another end than the known one. A recovery
      -- with the known end may be a copy, by another sender that knows less. It ends only what its own sender has fired: one
      -- sender posts in order. A late firing that nobody's word keeps waiting goes.
      ended AS (
        MERGE INTO late_firing l
        USING (SELECT f.tenant, f.fingerprint, f.reopens OR (f.ends <= f.ends_at) IS NOT TRUE AS is_over,
                      sender_of(f.source, f.details) AS sender
                 FROM judged f
                WHERE f.reopens OR (f.means = event_recovery() AND NOT (f.older OR f.overtaken))) AS j
           ON l.fingerprint = j.fingerprint AND l.tenant_id = j.tenant
         WHEN MATCHED AND (j.is_over OR l.senders = ARRAY[j.sender]) THEN DELETE
         WHEN MATCHED AND j.sender = ANY (l.senders) THEN UPDATE SET senders = array_remove(l.senders, j.sender)),
      -- The view shows the rows from before the update.
      moved AS (
        INSERT INTO transition
        SELECT o.*
          FROM upd u JOIN opening o ON o.fingerprint = u.fingerprint AND o.tenant_id = u.tenant_id
         WHERE u.prior_opened_at IS NOT NULL AND u.opened_at IS NULL AND journal_keeps(o.at)),
      changes AS (
        INSERT INTO transition (tenant_id, fingerprint, seq, kind, episode, severity, prior_severity, source_id, service_id,
                                receipt, received_at, starts_at, rule_set_version, rule_index, decision, group_key)
        SELECT tenant_id, fingerprint, seq, change, episode, severity,
               CASE WHEN reseverity THEN prior_severity END, event_source, service_id, event_receipt, p_received, starts_at,
               rule_set_version, rule_index, decision, group_key
          FROM upd WHERE change <> 0),
      work AS (
        INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                            starts_at, decision, group_key)
        SELECT tenant_id, fingerprint, seq, change,
               CASE WHEN fingerprint = ANY (p_urgent) THEN lane_urgent() ELSE lane_bulk() END, severity, event_source,
               service_id, v_now, starts_at, decision, group_key
          FROM upd WHERE change <> 0)
      SELECT array_agg(tenant_id), array_agg(fingerprint), array_agg(event_source), array_agg(n), array_agg(disposition),
             array_agg(seq), array_agg(change)
        INTO v_old_tenant, v_old_print, v_old_source, v_old_n, v_old_disposition, v_old_seq, v_old_kind
        FROM upd;
    END IF;
  END IF;

  IF cardinality(d_tenant) > 0 THEN
    INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, pointer, reason, receipt, received_at,
                             content_type, body, body_size)
    SELECT d.tenant, d.id, d.source, d.kind, d.counted, d.dialect, d.pointer, d.reason, d.receipt, p_received,
           d.content_type, d.body, d.body_size
      FROM unnest(${dead_letters_arrays}) AS d(${dead_letters_names});
  END IF;

  -- The ledger, once per batch and in key order. Most batches hold only repeats and new alerts, all as the gateway's cache
  -- expected. For these there is a shorter statement with the same sums, and no result per row.
  all_as_sent := missed IS NULL AND v_inserted = cardinality(f_tenant) AND cardinality(d_tenant) = 0;
  IF all_as_sent THEN
    INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, opened, deduplicated, stale)
    SELECT s.tenant, s.source, date_trunc('minute', now(), 'UTC'), p_shard, s.accepted, coalesce(f.opened, 0),
           coalesce(k.repeats, 0) + coalesce(f.repeats, 0), coalesce(f.stale, 0)
      FROM unnest(${accepted_arrays}) AS s(${accepted_names})
      LEFT JOIN (SELECT k.source, sum(k.n) AS repeats
                   FROM unnest(k_source, k_n) AS k(source, n)
                  GROUP BY k.source) k ON k.source = s.source
      LEFT JOIN (SELECT f.source, count(*) FILTER (WHERE f.kind = event_firing()) AS opened,
                        sum(f.n - 1) FILTER (WHERE f.kind = event_firing()) AS repeats,
                        sum(f.n) FILTER (WHERE f.kind <> event_firing()) AS stale
                   FROM unnest(f_source, f_kind, f_n) AS f(source, kind, n)
                  GROUP BY f.source) f ON f.source = s.source
     ORDER BY s.tenant, s.source
    ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
       SET accepted = l.accepted + excluded.accepted,
           opened = l.opened + excluded.opened,
           deduplicated = l.deduplicated + excluded.deduplicated,
           stale = l.stale + excluded.stale;
    RETURN;
  END IF;
  IF v_inserted > 0 THEN
    SELECT array_agg(f.tenant), array_agg(f.fingerprint), array_agg(f.source), array_agg(f.kind), array_agg(f.n)
      INTO v_new_tenant, v_new_print, v_new_source, v_new_kind, v_new_n
      FROM unnest(f_tenant, f_fingerprint, f_source, f_kind, f_n) AS f(tenant, fingerprint, source, kind, n)
      JOIN alert_state a ON a.tenant_id = f.tenant AND a.fingerprint = f.fingerprint
     WHERE a.xmin = v_own;
  END IF;
  -- Rows that were missed are not counted here, neither as accepted nor by disposition.
  INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, opened, deduplicated, resolved, reopened, stale,
                           dead_lettered)
  SELECT e.tenant, e.source, date_trunc('minute', now(), 'UTC'), p_shard, sum(e.accepted), sum(e.opened),
         sum(e.deduplicated), sum(e.resolved), sum(e.reopened), sum(e.stale), sum(e.dead_lettered)
    FROM (
      SELECT l.tenant, l.source, l.accepted, 0::bigint AS opened, 0::bigint AS deduplicated, 0::bigint AS resolved,
             0::bigint AS reopened, 0::bigint AS stale, 0::bigint AS dead_lettered
        FROM unnest(${accepted_arrays}) AS l(${accepted_names})
      UNION ALL
      SELECT k.tenant, k.source, 0, 0, sum(k.n), 0, 0, 0, 0
        FROM unnest(k_tenant, k_source, k_n) AS k(tenant, source, n)
       GROUP BY k.tenant, k.source
      UNION ALL
      SELECT k_tenant[m.ord], k_source[m.ord], -k_n[m.ord], 0, -k_n[m.ord], 0, 0, 0, 0
        FROM unnest(missed) AS m(ord)
      UNION ALL
      SELECT n.tenant, n.source, 0, count(*) FILTER (WHERE n.kind = event_firing()),
             sum(n.n - 1) FILTER (WHERE n.kind = event_firing()), 0, 0,
             sum(n.n) FILTER (WHERE n.kind <> event_firing()), 0
        FROM unnest(v_new_tenant, v_new_source, v_new_kind, v_new_n) AS n(tenant, source, kind, n)
       GROUP BY n.tenant, n.source
      UNION ALL
      SELECT o.tenant, o.source, 0, 0,
             sum(CASE o.disposition WHEN disposition_deduplicated() THEN o.n WHEN disposition_stale() THEN 0 ELSE o.n - 1 END),
             count(*) FILTER (WHERE o.disposition = disposition_resolved()),
             count(*) FILTER (WHERE o.disposition = disposition_reopened()),
             sum(o.n) FILTER (WHERE o.disposition = disposition_stale()), 0
        FROM unnest(v_old_tenant, v_old_source, v_old_n, v_old_disposition) AS o(tenant, source, n, disposition)
       GROUP BY o.tenant, o.source
      UNION ALL
      SELECT d.tenant, d.source, 0, 0, 0, 0, 0, 0, count(*)
        FROM unnest(d_tenant, d_source, d_counted) AS d(tenant, source, counted)
       WHERE d.counted
       GROUP BY d.tenant, d.source) AS e(tenant, source, accepted, opened, deduplicated, resolved, reopened, stale, dead_lettered)
   GROUP BY e.tenant, e.source
  HAVING sum(e.accepted) <> 0 OR sum(e.dead_lettered) <> 0
   ORDER BY e.tenant, e.source
  ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
     SET accepted = l.accepted + excluded.accepted,
         opened = l.opened + excluded.opened,
         deduplicated = l.deduplicated + excluded.deduplicated,
         resolved = l.resolved + excluded.resolved,
         reopened = l.reopened + excluded.reopened,
         stale = l.stale + excluded.stale,
         dead_lettered = l.dead_lettered + excluded.dead_lettered;

  fingerprints := coalesce(v_new_print, '{}') || coalesce(v_old_print, '{}');
  dispositions := ARRAY (SELECT CASE k WHEN event_firing() THEN disposition_opened() ELSE disposition_stale() END::smallint
                           FROM unnest(v_new_kind) AS k) || coalesce(v_old_disposition, '{}');
  seqs := ARRAY (SELECT CASE k WHEN event_firing() THEN 1 ELSE 0 END FROM unnest(v_new_kind) AS k) || coalesce(v_old_seq, '{}');
  kinds := ARRAY (SELECT CASE k WHEN event_firing() THEN kind_opened() ELSE 0 END::smallint
                    FROM unnest(v_new_kind) AS k) || coalesce(v_old_kind, '{}');
END $$;
CALL secure_function('ingest_batch', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');
