-- Renews what is believed to fire already, unchanged. Answers the 1-based positions of what was not found so, ascending, NULL for none.
-- Runs inside of the functions below, as their owner.
CREATE FUNCTION touch_known(
  p_received timestamptz, k_tenant uuid[], k_fingerprint uuid[], k_n integer[], k_severity smallint[], k_ends timestamptz[],
  k_observed timestamptz[])
  RETURNS integer[]
  LANGUAGE plpgsql
AS $$
DECLARE
  v_touched integer;
  v_first   integer;
BEGIN
  UPDATE alert_repeat r
     SET repeats = r.repeats + k.n,
         last_seen = greatest(r.last_seen, p_received),
         observed_at = greatest(r.observed_at, k.observed),
         ends_at = greatest(r.ends_at, k.ends)         -- which leaves out what is NULL
    -- Not FROM unnest(…, …): that writes and reads back each array on its own.
    FROM (SELECT unnest(k_tenant) AS tenant, unnest(k_fingerprint) AS print, unnest(k_n) AS n,
                 unnest(k_severity) AS severity, unnest(k_ends) AS ends, unnest(k_observed) AS observed) AS k
   WHERE r.tenant_id = k.tenant AND r.fingerprint = k.print AND r.severity = k.severity
     AND (r.ends_at IS NOT NULL OR k.ends IS NULL);    -- when it ends for the first time is a change of the alert's row
  GET DIAGNOSTICS v_touched = ROW_COUNT;
  IF v_touched = cardinality(k_tenant) THEN
    RETURN NULL;
  END IF;
  -- First repeats. Under the lock of the alert's row nobody else changes the alert, so that no row of repeats is left behind
  -- by one that has ended; who waited for it decides on what is there then. Somebody else may have been first.
  INSERT INTO alert_repeat AS r (tenant_id, fingerprint, repeats, last_seen, observed_at, severity, ends_at)
  SELECT k.tenant, k.print, k.n, p_received, greatest(a.observed_at, k.observed), k.severity, greatest(a.ends_at, k.ends)
    FROM unnest(k_tenant, k_fingerprint, k_n, k_severity, k_ends, k_observed) AS k(tenant, print, n, severity, ends, observed)
    JOIN alert_state a ON a.tenant_id = k.tenant AND a.fingerprint = k.print
   WHERE a.status = 1 AND a.severity = k.severity AND (a.ends_at IS NOT NULL OR k.ends IS NULL)
     AND (SELECT t.xmin FROM alert_repeat t WHERE t.tenant_id = k.tenant AND t.fingerprint = k.print)
         IS DISTINCT FROM pg_current_xact_id()::xid
   ORDER BY a.fingerprint
     FOR NO KEY UPDATE OF a
  ON CONFLICT (fingerprint, tenant_id) DO UPDATE
     SET repeats = r.repeats + excluded.repeats,
         last_seen = greatest(r.last_seen, excluded.last_seen),
         observed_at = greatest(r.observed_at, excluded.observed_at),
         ends_at = greatest(r.ends_at, excluded.ends_at);
  GET DIAGNOSTICS v_first = ROW_COUNT;
  IF v_touched + v_first = cardinality(k_tenant) THEN
    RETURN NULL;
  END IF;
  RETURN ARRAY (
    SELECT k.ord::integer
      FROM unnest(k_tenant, k_fingerprint) WITH ORDINALITY AS k(tenant, print, ord)
     WHERE NOT EXISTS (SELECT 1 FROM alert_repeat r WHERE r.tenant_id = k.tenant AND r.fingerprint = k.print
                          AND r.xmin = pg_current_xact_id()::xid)
     ORDER BY k.ord);
END $$;

-- Does the journal still have a partition for what was at that time? What is older was dropped, and is not written again.
CREATE FUNCTION journal_keeps(p_at timestamptz)
  RETURNS boolean
  LANGUAGE sql STABLE
  RETURN to_regclass('imas.transition_p' || to_char(p_at AT TIME ZONE 'UTC', 'YYYYMMDD')) IS NOT NULL;

-- Details of an alert with one more flag among its flags.
CREATE FUNCTION flagged(p_details text, p_flag text)
  RETURNS text
  LANGUAGE sql IMMUTABLE
  RETURN (p_details::jsonb || jsonb_build_object('flags', concat_ws(',', p_details::jsonb ->> 'flags', p_flag)))::text;

-- The way into alert_state, alert_repeat, late_firing, transition, ledger, outbox and dead_letter. One call is one batch is one transaction.
--
-- The batch holds each fingerprint once. Rows come in two sorts:
--   known (k_*): believed by the gateway to fire already, unchanged: a narrow update. What was not touched, because the
--                belief was wrong, is not counted, comes back in "missed" (1-based positions) and is sent again as full.
--   full (f_*):  everything else. n: events folded into the row, at least 1. kind: 1 firing; 2 recovery; 3 an end that has
--                passed, of a sender that tells nothing but ends (Alertmanager's API): a recovery, unless that end is later
--                than the one told before. A recovery names an earlier end than what was promised; a later one is promised
--                by a sender whose clock is behind ours.
-- Times of order (f_starts, f_sender_starts, f_observed) are explained in docs/adr on event order:
--   f_sender_starts  startsAt as the sender wrote it, NULL where the sender names no episode
--   f_starts         the same, never in our future; else the time of the event
--   f_observed       the sender's time of this event, never in our future; else the time of receipt
--   f_told           f_observed is the sender's time. Times of receipt are ordered among each other and so are times told; of
--                    one and the other, none is the older by less than the 5 minutes by which clocks may differ
-- What the end state is does not depend on the order in which events come in:
--   episodes that the sender names: the newest episode counts; it has ended once a recovery of it was seen
--   else:                           the event with the newest f_observed counts; of two at once, the recovery
-- so a firing of a newer episode reopens a firing alert, and a recovery older than that is stale, unless it names an end
-- after the start of what fires: an Alertmanager behind a pair of Prometheus moves the start back to the earlier one.
-- A firing older than the recovery by the times above is late (stale) however late it is. One of the same or an older
-- episode that is not older by them is late within p_reorder of the recovery and waits in late_firing: where nothing follows
-- it, it fires again when that time is over, since Alertmanager fires again with the old startsAt.
-- An alert that merely expired (recovered_at is NULL) fires again with any firing that is good for longer than the one
-- that expired.
-- p_new: full rows are expected to be new, all of them; only speed depends on whether that is so.
-- p_urgent names the fingerprints whose change of state, should there be one, goes to the urgent lane of the outbox.
-- accepted (l_*) is counted by the decoder, dead-lettered elements included. Dead letters with d_counted = false are
-- bodies refused whole, kept for a person.
--
-- Answers all_as_sent when every known row was found and every full row was new: a firing has opened its alert (its first
-- transition), a recovery had nothing to recover and is stale. Else it answers what was missed, and for each full row the
-- disposition (1 opened, 2 deduplicated, 3 resolved, 4 reopened, 6 stale), the alert's newest transition (seq) and the kind
-- of the transition that the row caused, 0 for none.
CREATE FUNCTION ingest_batch(
  p_shard integer, p_received timestamptz, p_reorder interval,
  k_tenant uuid[], k_fingerprint uuid[], k_source uuid[], k_n integer[], k_severity smallint[], k_ends timestamptz[],
  k_observed timestamptz[],
  f_tenant uuid[], f_fingerprint uuid[], f_source uuid[], f_kind smallint[], f_n integer[],
  f_starts timestamptz[], f_sender_starts timestamptz[], f_observed timestamptz[], f_told boolean[], f_ends timestamptz[],
  f_severity smallint[], f_service uuid[], f_group_key text[], f_name text[], f_labels text[], f_annotations text[],
  f_details text[], f_rule_set_version integer[], f_rule_index integer[], f_decision smallint[], f_receipt uuid[],
  p_new boolean, p_urgent uuid[],
  l_tenant uuid[], l_source uuid[], l_accepted bigint[],
  d_tenant uuid[], d_id uuid[], d_source uuid[], d_kind text[], d_counted boolean[], d_dialect text[], d_pointer text[],
  d_reason text[], d_receipt uuid[], d_content_type text[], d_body bytea[], d_body_size integer[],
  OUT all_as_sent boolean, OUT missed integer[], OUT fingerprints uuid[], OUT dispositions smallint[], OUT seqs integer[],
  OUT kinds smallint[])
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_memoize = off                             -- no key comes twice in a batch
AS $$
DECLARE
  v_new            boolean;
  v_own            xid;                                -- of the rows inserted here, a subtransaction's
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
  v_old_outcome    smallint[];
  v_old_seq        integer[];
  v_inserted       integer := 0;
BEGIN
  IF cardinality(k_tenant) > 0 THEN
    missed := touch_known(p_received, k_tenant, k_fingerprint, k_n, k_severity, k_ends, k_observed);
  END IF;

  IF cardinality(f_tenant) > 0 THEN
    -- First what is new. A recovery with nothing to recover is remembered, so that its late firing is known as late.
    -- Not by ON CONFLICT, which looks each one up and then locks and logs it once more. Whoever meets a known one has waited
    -- for its commit, and sees it at the next try, which looks first. Each try that fails was overtaken by another committer.
    v_new := p_new;
    FOR v_try IN 1 .. 10 LOOP
      BEGIN
        WITH ins AS (
          INSERT INTO alert_state (tenant_id, fingerprint, created_at, first_seen, last_seen, starts_at, sender_starts_at,
                             observed_at, observed_told, ends_at, expires_bucket, resolved_at, recovered_at, opened_at, source_id,
                             service_id, last_receipt, fire_count, dedup_count, stale_count, episode, seq,
                             rule_set_version, rule_index, decision, status, severity, name, group_key, labels,
                             annotations, details)
          SELECT f.tenant, f.print, uuid_extract_timestamp(f.receipt), p_received, p_received, f.starts, f.sender_starts,
                 f.observed, f.told,
                 CASE WHEN f.kind = 1 THEN f.ends WHEN f.ends IS NOT NULL THEN least(f.ends, p_received) END,
                 CASE WHEN f.kind = 1 THEN date_bin('5 minutes', f.ends + interval '5 minutes', 'epoch') END,
                 CASE WHEN f.kind <> 1 THEN least(coalesce(f.ends, p_received), p_received) END,
                 CASE WHEN f.kind <> 1 THEN p_received END,
                 CASE WHEN f.kind = 1 THEN now() END,
                 f.source, f.service, f.receipt,
                 CASE WHEN f.kind = 1 THEN f.n ELSE 0 END,
                 CASE WHEN f.kind = 1 THEN f.n - 1 ELSE 0 END,
                 CASE WHEN f.kind <> 1 THEN f.n ELSE 0 END,
                 CASE WHEN f.kind = 1 THEN 1 ELSE 0 END,
                 CASE WHEN f.kind = 1 THEN 1 ELSE 0 END,
                 f.rule_set_version, f.rule_index, f.decision, least(f.kind, 2::smallint), f.severity, f.name, f.group_key,
                 f.labels, f.annotations, f.details
            FROM (SELECT unnest(f_tenant) AS tenant, unnest(f_fingerprint) AS print, unnest(f_source) AS source,
                         unnest(f_kind) AS kind, unnest(f_n) AS n, unnest(f_starts) AS starts,
                         unnest(f_sender_starts) AS sender_starts, unnest(f_observed) AS observed,
                         unnest(f_told) AS told, unnest(f_ends) AS ends, unnest(f_severity) AS severity, unnest(f_service) AS service,
                         unnest(f_group_key) AS group_key, unnest(f_name) AS name, unnest(f_labels) AS labels,
                         unnest(f_annotations) AS annotations, unnest(f_details) AS details,
                         unnest(f_rule_set_version) AS rule_set_version, unnest(f_rule_index) AS rule_index,
                         unnest(f_decision) AS decision, unnest(f_receipt) AS receipt) AS f
           -- Not NOT EXISTS: the planner might make a hash of the whole table for it.
           WHERE v_new OR (SELECT true FROM alert_state a WHERE a.tenant_id = f.tenant AND a.fingerprint = f.print) IS NULL
          RETURNING xmin AS own, tenant_id, fingerprint, status, severity, source_id, service_id, starts_at, decision,
                    group_key),
        work AS (
          INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                              starts_at, decision, group_key)
          SELECT tenant_id, fingerprint, 1, 1, CASE WHEN fingerprint = ANY (p_urgent) THEN 0 ELSE 1 END, severity,
                 source_id, service_id, p_received, starts_at, decision, group_key
            FROM ins WHERE status = 1)
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
      -- The rest is known. Lock in key order, then decide on what is there now.
      PERFORM 1
         FROM unnest(f_tenant, f_fingerprint) AS f(tenant, print)
         JOIN alert_state a ON a.tenant_id = f.tenant AND a.fingerprint = f.print
        WHERE a.xmin IS DISTINCT FROM v_own
        ORDER BY a.fingerprint
          FOR UPDATE OF a;

      -- A change takes what has repeated since the last one back into the alert's row.
      WITH absorbed AS (
        DELETE FROM alert_repeat r
         USING unnest(f_tenant, f_fingerprint) AS f(tenant, print)
         WHERE r.tenant_id = f.tenant AND r.fingerprint = f.print
        RETURNING r.*),
      judged AS MATERIALIZED (
        SELECT f.*, b.*, e.means, e.older,
               CASE
                 WHEN e.means = 1 AND a.status = 1 THEN
                   CASE WHEN f.sender_starts <> a.sender_starts_at AND f.starts > a.starts_at THEN 4 ELSE 2 END
                 WHEN e.means = 1 THEN
                   CASE WHEN f.kind = 3 THEN 4
                        WHEN a.recovered_at IS NULL THEN CASE WHEN f.ends <= a.resolved_at THEN 6 ELSE 4 END
                        WHEN f.sender_starts IS NULL OR a.sender_starts_at IS NULL THEN
                          CASE WHEN e.older OR (f.observed <= b.observed_at AND p_received < a.recovered_at + p_reorder)
                               THEN 6 ELSE 4 END
                        WHEN f.sender_starts = a.sender_starts_at OR f.starts <= a.starts_at THEN
                          CASE WHEN e.older OR p_received < a.recovered_at + p_reorder THEN 6 ELSE 4 END
                        ELSE 4 END
                 WHEN a.status = 1 THEN
                   CASE WHEN CASE WHEN f.sender_starts IS NULL OR a.sender_starts_at IS NULL
                                  THEN NOT e.older
                                  ELSE f.sender_starts = a.sender_starts_at OR f.starts >= a.starts_at OR f.ends > a.starts_at END
                        THEN 3 ELSE 6 END
                 WHEN f.sender_starts IS NULL OR f.sender_starts = a.sender_starts_at
                   OR (f.starts < a.starts_at AND f.ends > a.starts_at) THEN 2
                 ELSE 6
               END::smallint AS outcome,
               -- A severity that changes while the alert fires: the newest word counts; of two at once, the more severe.
               (e.means = 1 AND a.status = 1 AND f.severity <> a.severity
                 AND (f.observed > b.observed_at OR (f.observed = b.observed_at AND f.severity < a.severity))) AS reseverity,
               -- News of an episode that began after the one known.
               (f.sender_starts IS NOT NULL AND (a.sender_starts_at IS NULL OR f.starts > a.starts_at)
                 AND NOT (e.means = 2 AND a.status = 1 AND a.sender_starts_at IS NULL AND e.older))
                 AS later_episode
          FROM unnest(f_tenant, f_fingerprint, f_source, f_kind, f_n, f_starts, f_sender_starts, f_observed, f_told, f_ends,
                      f_severity, f_service, f_group_key, f_name, f_labels, f_annotations, f_details,
                      f_rule_set_version, f_rule_index, f_decision, f_receipt)
            AS f(tenant, print, source, kind, n, starts, sender_starts, observed, told, ends, severity, service, group_key,
                 name, labels, annotations, details, rule_set_version, rule_index, decision, receipt)
          JOIN alert_state a ON a.tenant_id = f.tenant AND a.fingerprint = f.print
          LEFT JOIN absorbed r ON r.tenant_id = f.tenant AND r.fingerprint = f.print
         CROSS JOIN LATERAL (
           SELECT coalesce(r.repeats, 0) AS repeats, greatest(a.last_seen, r.last_seen) AS last_seen,
                  greatest(a.observed_at, r.observed_at) AS observed_at, greatest(a.ends_at, r.ends_at) AS ends_at) AS b
         CROSS JOIN LATERAL (
           SELECT -- What an end that has passed means: see above. Of an alert that does not fire, where no firing of that
                  -- episode was ever seen, the first such end is remembered and a later one is a firing.
                  CASE WHEN f.kind <> 3 THEN f.kind
                       WHEN f.ends > b.ends_at
                        AND (a.status = 1
                             OR (f.sender_starts = a.sender_starts_at
                                 AND (a.episode = 0 OR a.recovered_at IS NULL OR a.starts_at > a.resolved_at)))
                       THEN 1 ELSE 2 END AS means,
                  f.observed < b.observed_at - CASE WHEN f.told = a.observed_told THEN interval '0' ELSE interval '5 minutes' END
                    AS older) AS e
         WHERE a.xmin IS DISTINCT FROM v_own),
      upd AS (
        UPDATE alert_state a
           SET fire_count = a.fire_count + j.repeats + CASE WHEN j.means = 1 AND j.outcome <> 6 THEN j.n ELSE 0 END,
               dedup_count = a.dedup_count + j.repeats + CASE j.outcome WHEN 2 THEN j.n WHEN 6 THEN 0 ELSE j.n - 1 END,
               stale_count = a.stale_count + CASE WHEN j.outcome = 6 THEN j.n ELSE 0 END,
               last_seen = CASE WHEN j.means = 1 AND j.outcome <> 6 THEN greatest(j.last_seen, p_received) ELSE j.last_seen END,
               observed_at = greatest(j.observed_at, j.observed),
               observed_told = CASE WHEN j.observed >= j.observed_at THEN j.told ELSE a.observed_told END,
               seq = a.seq + CASE WHEN j.outcome IN (3, 4) OR j.reseverity THEN 1 ELSE 0 END,
               status = CASE j.outcome WHEN 3 THEN 2 WHEN 4 THEN 1 ELSE a.status END,
               episode = a.episode + CASE WHEN j.outcome = 4 THEN 1 ELSE 0 END,
               first_seen = CASE WHEN j.outcome = 4 THEN p_received ELSE a.first_seen END,
               -- A recovery of an episode never seen is remembered, so that its late firing is known as late.
               starts_at = CASE WHEN j.outcome = 4 OR j.later_episode THEN j.starts ELSE a.starts_at END,
               sender_starts_at = CASE WHEN j.outcome = 4 OR j.later_episode THEN j.sender_starts ELSE a.sender_starts_at END,
               ends_at = CASE WHEN j.outcome = 3 THEN least(j.ends, CASE WHEN j.ends IS NOT NULL THEN p_received END)
                              WHEN j.outcome = 4 THEN j.ends
                              WHEN a.status = 2 AND j.means = 2 AND j.ends IS NOT NULL THEN greatest(a.ends_at, least(j.ends, p_received))
                              WHEN j.outcome = 2 AND j.means = 1 THEN greatest(j.ends_at, j.ends) ELSE j.ends_at END,
               expires_bucket = date_bin('5 minutes', interval '5 minutes' +
                         CASE WHEN j.outcome = 4 THEN j.ends WHEN j.outcome = 3 OR a.status = 2 THEN NULL
                              WHEN j.outcome = 2 AND j.means = 1 THEN greatest(j.ends_at, j.ends) ELSE j.ends_at END, 'epoch'),
               resolved_at = CASE j.outcome WHEN 3 THEN least(coalesce(j.ends, p_received), p_received) WHEN 4 THEN NULL ELSE a.resolved_at END,
               opened_at = CASE WHEN j.outcome IN (3, 4) OR j.reseverity OR j.later_episode THEN NULL ELSE a.opened_at END,
               recovered_at = CASE WHEN j.outcome = 3 OR (j.outcome = 6 AND j.means = 2 AND a.status = 2 AND j.later_episode) THEN p_received
                                   WHEN j.outcome = 4 THEN NULL ELSE a.recovered_at END,
               severity = CASE WHEN j.outcome = 4 OR j.reseverity THEN j.severity ELSE a.severity END,
               last_receipt = CASE WHEN j.outcome IN (3, 4) OR j.reseverity THEN j.receipt ELSE a.last_receipt END,
               source_id = CASE WHEN j.outcome IN (3, 4) OR j.reseverity THEN j.source ELSE a.source_id END,
               -- Routing belongs to the episode: a recovery and a repeat keep what the firing was given.
               service_id = CASE WHEN j.outcome = 4 THEN j.service ELSE a.service_id END,
               group_key = CASE WHEN j.outcome = 4 THEN j.group_key ELSE a.group_key END,
               rule_set_version = CASE WHEN j.outcome = 4 THEN j.rule_set_version ELSE a.rule_set_version END,
               rule_index = CASE WHEN j.outcome = 4 THEN j.rule_index ELSE a.rule_index END,
               decision = CASE WHEN j.outcome = 4 THEN j.decision ELSE a.decision END,
               name = CASE WHEN j.outcome = 4 THEN j.name ELSE a.name END,
               labels = CASE WHEN j.means = 1 AND j.outcome <> 6 AND j.observed >= j.observed_at THEN j.labels ELSE a.labels END,
               -- What a recovery says is said of another state: an incident that is opened late is named by its firing.
               annotations = CASE WHEN j.means = 1 AND j.outcome <> 6 AND j.observed >= j.observed_at AND j.annotations <> '{}' THEN j.annotations ELSE a.annotations END,
               details = CASE WHEN j.means = 1 AND j.outcome <> 6 AND j.observed >= j.observed_at
                              THEN CASE WHEN j.kind = 3 THEN flagged(j.details, 'clock_behind') ELSE j.details END ELSE a.details END
          FROM judged j
         WHERE a.tenant_id = j.tenant AND a.fingerprint = j.print
        RETURNING a.*, j.outcome, j.reseverity, j.n, j.source AS event_source, j.receipt AS event_receipt,
                  old.severity AS prior_severity, old.opened_at AS prior_opened_at),
      late AS (
        INSERT INTO late_firing AS l (tenant_id, fingerprint, due_at, received_at, source_id, service_id, receipt, starts_at,
                                      sender_starts_at, observed_at, ends_at, severity, decision, rule_set_version,
                                      rule_index, name, group_key, labels, annotations, details)
        SELECT j.tenant, j.print, u.recovered_at + p_reorder, p_received, j.source, j.service, j.receipt, j.starts,
               j.sender_starts, j.observed, j.ends, j.severity, j.decision, j.rule_set_version, j.rule_index, j.name,
               j.group_key, j.labels, j.annotations, j.details
          FROM judged j JOIN upd u ON u.fingerprint = j.print AND u.tenant_id = j.tenant
         WHERE j.outcome = 6 AND j.means = 1 AND u.recovered_at IS NOT NULL AND NOT j.older
           -- Of a firing and a recovery that the sender itself puts at the same instant, the recovery counts.
           AND NOT (j.told AND j.observed = j.observed_at)
        ON CONFLICT (fingerprint, tenant_id) DO UPDATE
           SET (due_at, received_at, source_id, service_id, receipt, starts_at, sender_starts_at, observed_at, ends_at, severity,
                decision, rule_set_version, rule_index, name, group_key, labels, annotations, details)
             = (excluded.due_at, excluded.received_at, excluded.source_id, excluded.service_id, excluded.receipt,
                excluded.starts_at, excluded.sender_starts_at, excluded.observed_at, excluded.ends_at, excluded.severity,
                excluded.decision, excluded.rule_set_version, excluded.rule_index, excluded.name, excluded.group_key,
                excluded.labels, excluded.annotations, excluded.details)
         WHERE l.observed_at <= excluded.observed_at),
      -- A recovery ends what waits, too, unless it is a copy of the one that is known: of the same end. So does a new episode.
      ended AS (
        DELETE FROM late_firing l
         USING judged j
         WHERE l.fingerprint = j.print AND l.tenant_id = j.tenant
           AND (j.outcome = 4 OR (j.means = 2 AND NOT j.older AND (j.ends <= j.ends_at) IS NOT TRUE))),
      -- The view is read as it was before the update.
      moved AS (
        INSERT INTO transition
        SELECT o.*
          FROM upd u JOIN opening o ON o.fingerprint = u.fingerprint AND o.tenant_id = u.tenant_id
         WHERE u.prior_opened_at IS NOT NULL AND u.opened_at IS NULL AND journal_keeps(o.at)),
      changes AS (
        INSERT INTO transition (tenant_id, fingerprint, seq, kind, episode, severity, prior_severity, source_id, service_id,
                                receipt, received_at, starts_at, rule_set_version, rule_index, decision, group_key)
        SELECT tenant_id, fingerprint, seq, CASE outcome WHEN 3 THEN 3 WHEN 4 THEN 2 ELSE 4 END, episode, severity,
               CASE WHEN reseverity THEN prior_severity END, event_source, service_id, event_receipt, p_received, starts_at,
               rule_set_version, rule_index, decision, group_key
          FROM upd WHERE outcome IN (3, 4) OR reseverity),
      work AS (
        INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                            starts_at, decision, group_key)
        SELECT tenant_id, fingerprint, seq, CASE outcome WHEN 3 THEN 3 WHEN 4 THEN 2 ELSE 4 END,
               CASE WHEN fingerprint = ANY (p_urgent) THEN 0 ELSE 1 END, severity, event_source, service_id, p_received, starts_at, decision, group_key
          FROM upd WHERE outcome IN (3, 4) OR reseverity)
      SELECT array_agg(tenant_id), array_agg(fingerprint), array_agg(event_source), array_agg(n), array_agg(outcome),
             array_agg(seq), array_agg(CASE outcome WHEN 3 THEN 3 WHEN 4 THEN 2 WHEN 2 THEN CASE WHEN reseverity THEN 4 ELSE 0 END ELSE 0 END::smallint)
        INTO v_old_tenant, v_old_print, v_old_source, v_old_n, v_old_outcome, v_old_seq, v_old_kind
        FROM upd;
    END IF;
  END IF;

  IF cardinality(d_tenant) > 0 THEN
    INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, pointer, reason, receipt, received_at,
                             content_type, body, body_size)
    SELECT d.tenant, d.id, d.source, d.kind, d.counted, d.dialect, d.pointer, d.reason, d.receipt, p_received,
           d.content_type, d.body, d.body_size
      FROM unnest(d_tenant, d_id, d_source, d_kind, d_counted, d_dialect, d_pointer, d_reason, d_receipt,
                  d_content_type, d_body, d_body_size)
        AS d(tenant, id, source, kind, counted, dialect, pointer, reason, receipt, content_type, body, body_size);
  END IF;

  -- The ledger, once per batch and in key order. Most batches hold nothing but repeats and new alerts, all of them as the
  -- gateway believed: for these a shorter statement with the same sums, and no answer by row.
  all_as_sent := missed IS NULL AND v_inserted = cardinality(f_tenant) AND cardinality(d_tenant) = 0;
  IF all_as_sent THEN
    INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, opened, deduplicated, stale)
    SELECT s.tenant, s.source, date_trunc('minute', now(), 'UTC'), p_shard, s.accepted, coalesce(f.opened, 0),
           coalesce(k.repeats, 0) + coalesce(f.repeats, 0), coalesce(f.stale, 0)
      FROM unnest(l_tenant, l_source, l_accepted) AS s(tenant, source, accepted)
      LEFT JOIN (SELECT k.source, sum(k.n) AS repeats
                   FROM unnest(k_source, k_n) AS k(source, n)
                  GROUP BY k.source) k ON k.source = s.source
      LEFT JOIN (SELECT f.source, count(*) FILTER (WHERE f.kind = 1) AS opened,
                        sum(f.n - 1) FILTER (WHERE f.kind = 1) AS repeats, sum(f.n) FILTER (WHERE f.kind <> 1) AS stale
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
    SELECT array_agg(f.tenant), array_agg(f.print), array_agg(f.source), array_agg(f.kind), array_agg(f.n)
      INTO v_new_tenant, v_new_print, v_new_source, v_new_kind, v_new_n
      FROM unnest(f_tenant, f_fingerprint, f_source, f_kind, f_n) AS f(tenant, print, source, kind, n)
      JOIN alert_state a ON a.tenant_id = f.tenant AND a.fingerprint = f.print
     WHERE a.xmin = v_own;
  END IF;
  -- What was missed is neither accepted nor disposed of here.
  INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, opened, deduplicated, resolved, reopened, stale,
                           dead_lettered)
  SELECT e.tenant, e.source, date_trunc('minute', now(), 'UTC'), p_shard, sum(e.accepted), sum(e.opened),
         sum(e.deduplicated), sum(e.resolved), sum(e.reopened), sum(e.stale), sum(e.dead_lettered)
    FROM (
      SELECT l.tenant, l.source, l.accepted, 0::bigint AS opened, 0::bigint AS deduplicated, 0::bigint AS resolved,
             0::bigint AS reopened, 0::bigint AS stale, 0::bigint AS dead_lettered
        FROM unnest(l_tenant, l_source, l_accepted) AS l(tenant, source, accepted)
      UNION ALL
      SELECT k.tenant, k.source, 0, 0, sum(k.n), 0, 0, 0, 0
        FROM unnest(k_tenant, k_source, k_n) AS k(tenant, source, n)
       GROUP BY k.tenant, k.source
      UNION ALL
      SELECT k_tenant[m.ord], k_source[m.ord], -k_n[m.ord], 0, -k_n[m.ord], 0, 0, 0, 0
        FROM unnest(missed) AS m(ord)
      UNION ALL
      SELECT n.tenant, n.source, 0, count(*) FILTER (WHERE n.kind = 1), sum(n.n - 1) FILTER (WHERE n.kind = 1), 0, 0,
             sum(n.n) FILTER (WHERE n.kind <> 1), 0
        FROM unnest(v_new_tenant, v_new_source, v_new_kind, v_new_n) AS n(tenant, source, kind, n)
       GROUP BY n.tenant, n.source
      UNION ALL
      SELECT o.tenant, o.source, 0, 0,
             sum(CASE o.outcome WHEN 2 THEN o.n WHEN 6 THEN 0 ELSE o.n - 1 END),
             count(*) FILTER (WHERE o.outcome = 3), count(*) FILTER (WHERE o.outcome = 4),
             sum(o.n) FILTER (WHERE o.outcome = 6), 0
        FROM unnest(v_old_tenant, v_old_source, v_old_n, v_old_outcome) AS o(tenant, source, n, outcome)
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
  dispositions := ARRAY (SELECT CASE k WHEN 1 THEN 1 ELSE 6 END::smallint FROM unnest(v_new_kind) AS k) || coalesce(v_old_outcome, '{}');
  seqs := ARRAY (SELECT CASE k WHEN 1 THEN 1 ELSE 0 END FROM unnest(v_new_kind) AS k) || coalesce(v_old_seq, '{}');
  kinds := ARRAY (SELECT CASE k WHEN 1 THEN 1 ELSE 0 END::smallint FROM unnest(v_new_kind) AS k) || coalesce(v_old_kind, '{}');
END $$;

-- The same for a batch of nothing but known rows, the most frequent one in a storm: a quarter of the arguments and a shorter
-- ledger statement. Answers what was missed.
CREATE FUNCTION ingest_known(
  p_shard integer, p_received timestamptz,
  k_tenant uuid[], k_fingerprint uuid[], k_source uuid[], k_n integer[], k_severity smallint[], k_ends timestamptz[],
  k_observed timestamptz[],
  l_tenant uuid[], l_source uuid[], l_accepted bigint[],
  OUT missed integer[])
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_memoize = off                             -- no key comes twice in a batch
AS $$
DECLARE
  v_missed bigint := 0;
BEGIN
  missed := touch_known(p_received, k_tenant, k_fingerprint, k_n, k_severity, k_ends, k_observed);
  -- What was missed is neither accepted nor disposed of here.
  IF cardinality(l_source) = 1 THEN -- The same as below: joining and sorting one row was a tenth of a small batch.
    IF missed IS NOT NULL THEN
      v_missed := (SELECT sum(k_n[m.ord]) FROM unnest(missed) AS m(ord));
    END IF;
    INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, deduplicated)
    SELECT l_tenant[1], l_source[1], date_trunc('minute', now(), 'UTC'), p_shard, l_accepted[1] - v_missed,
           (SELECT sum(k.n) FROM unnest(k_n) AS k(n)) - v_missed
     WHERE l_accepted[1] > v_missed
    ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
       SET accepted = l.accepted + excluded.accepted,
           deduplicated = l.deduplicated + excluded.deduplicated;
    RETURN;
  END IF;
  INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, deduplicated)
  SELECT s.tenant, s.source, date_trunc('minute', now(), 'UTC'), p_shard, s.accepted - k.missed, k.repeats - k.missed
    FROM unnest(l_tenant, l_source, l_accepted) AS s(tenant, source, accepted)
    JOIN (SELECT k.source, sum(k.n) AS repeats, coalesce(sum(k.n) FILTER (WHERE k.ord = ANY (ingest_known.missed)), 0) AS missed
            FROM unnest(k_source, k_n) WITH ORDINALITY AS k(source, n, ord)
           GROUP BY k.source) AS k ON k.source = s.source
   WHERE s.accepted > k.missed
   ORDER BY s.tenant, s.source
  ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
     SET accepted = l.accepted + excluded.accepted,
         deduplicated = l.deduplicated + excluded.deduplicated;
END $$;

-- What repeats say of firing alerts by now, apart from the batches that count these. An alert whose state somebody changes at
-- this moment is left as it is, so that this never waits and is in nobody's way for long: a later repeat says it again. Each
-- fingerprint comes once. Answers the ones that were stored.
CREATE FUNCTION ingest_texts(
  t_tenant uuid[], t_fingerprint uuid[], t_observed timestamptz[], t_labels text[], t_annotations text[], t_details text[])
  RETURNS SETOF uuid
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
AS $$
  UPDATE alert_state a
     SET labels = t.labels,
         annotations = CASE WHEN t.annotations <> '{}' THEN t.annotations ELSE a.annotations END,
         details = t.details
    FROM (SELECT t.*
            FROM unnest(t_tenant, t_fingerprint, t_observed, t_labels, t_annotations, t_details)
                 AS t(tenant, print, observed, labels, annotations, details)
            JOIN alert_state s ON s.tenant_id = t.tenant AND s.fingerprint = t.print
           WHERE s.status = 1 AND s.observed_at <= t.observed
             FOR NO KEY UPDATE OF s SKIP LOCKED) AS t
   WHERE a.tenant_id = t.tenant AND a.fingerprint = t.print
  RETURNING a.fingerprint
$$;

-- A gateway listens to senders and reaches the database, said each few seconds. After a silence of all gateways that is longer
-- than p_gap, the time since when senders can speak to us begins anew.
CREATE FUNCTION ingest_listens(p_now timestamptz, p_gap interval)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO listening AS l (tenant_id, since, until, absence)
  VALUES ('00000000-0000-0000-0000-000000000000', p_now, p_now, interval '0')
  ON CONFLICT (tenant_id) DO UPDATE
     SET since = CASE WHEN excluded.until NOT BETWEEN l.until - interval '5 minutes' AND l.until + p_gap THEN excluded.since ELSE l.since END,
         absence = CASE WHEN excluded.until > l.until + p_gap THEN excluded.until - l.until ELSE l.absence END,
         -- A gateway whose clock is a little behind takes nothing back; where clocks were set back by more, it starts over.
         until = CASE WHEN excluded.until < l.until - interval '5 minutes' THEN excluded.until ELSE greatest(l.until, excluded.until) END
$$;

-- What a gateway must know of sources to let a request in. Secrets stay encrypted.
CREATE FUNCTION ingest_sources()
  RETURNS TABLE (tenant_id uuid, source_id uuid, name text, type text, is_active boolean, default_severity smallint,
                 config text, signing_secret_enc bytea, key_hash bytea, expires_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT s.tenant_id, s.id, s.name, s.type, s.is_active, s.default_severity, s.config::text, s.signing_secret_enc,
         k.key_hash, k.expires_at
    FROM source s JOIN source_key k ON k.tenant_id = s.tenant_id AND k.source_id = s.id
   WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
$$;

CREATE FUNCTION ingest_generations()
  RETURNS TABLE (tenant_id uuid, generation bigint)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, generation FROM routing_generation $$;

CREATE FUNCTION ingest_services(p_tenant uuid)
  RETURNS TABLE (id uuid, name text, aliases text[], is_triage boolean)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT id, name, aliases, is_triage FROM service WHERE tenant_id = p_tenant AND (is_active OR is_triage) $$;

-- No row: version 0, no rules.
CREATE FUNCTION ingest_rule_set(p_tenant uuid)
  RETURNS TABLE (version integer, rules text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT r.version, r.rules::text
    FROM rule_set_activation a JOIN rule_set r ON r.tenant_id = a.tenant_id AND r.version = a.version
   WHERE a.tenant_id = p_tenant
$$;

-- For Prefer: return=representation: which incident each alert has already.
CREATE FUNCTION ingest_incidents(p_tenant uuid, p_fingerprints uuid[])
  RETURNS TABLE (fingerprint uuid, fire_count bigint, incident_id uuid, short_id text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT a.fingerprint, a.fire_count, i.id, i.short_id
    FROM alert a
    LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint AND p.applied_seq >= a.seq
    LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
   WHERE a.tenant_id = p_tenant AND a.fingerprint = ANY (p_fingerprints)
$$;

-- For the Alertmanager-compatible reading side: what fires, page by page, the oldest first. A page ends after p_limit alerts,
-- or before the one with which its texts pass p_bytes, but has at least one. has_next: one more follows, here or on the next
-- page. octet_length knows how long a text is without reading it.
CREATE FUNCTION ingest_firing(p_tenant uuid, p_after_created timestamptz, p_after uuid, p_limit integer, p_bytes integer)
  RETURNS TABLE (created_at timestamptz, fingerprint uuid, name text, labels text, annotations text, details text, severity smallint,
                 starts_at timestamptz, ends_at timestamptz, last_seen timestamptz, group_key text, service_name text, receiver text,
                 has_next boolean)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT m.created_at, m.fingerprint, m.name, m.labels, m.annotations, m.details, m.severity, m.starts_at, m.ends_at,
         m.last_seen, m.group_key, m.service_name, m.receiver, m.has_next
    FROM (SELECT f.*,
                 sum(octet_length(f.labels) + octet_length(f.annotations) + octet_length(f.details)) OVER page AS bytes,
                 row_number() OVER page AS place,
                 lead(true, 1, false) OVER page AS has_next
            FROM (SELECT a.created_at, a.fingerprint, a.name, a.labels, a.annotations, a.details, a.severity, a.starts_at,
                         a.ends_at, a.last_seen, a.group_key, s.name AS service_name, t.name AS receiver
                    FROM alert a
                    JOIN service s ON s.tenant_id = a.tenant_id AND s.id = a.service_id
                    JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
                   WHERE a.tenant_id = p_tenant AND a.status = 1
                     AND (p_after IS NULL OR (a.created_at, a.fingerprint) > (p_after_created, p_after))
                   ORDER BY a.created_at, a.fingerprint
                   LIMIT least(p_limit, 1000) + 1) AS f
          WINDOW page AS (ORDER BY f.created_at, f.fingerprint ROWS UNBOUNDED PRECEDING)) AS m
   WHERE m.place <= least(p_limit, 1000) AND (m.place = 1 OR m.bytes <= p_bytes)
   ORDER BY m.created_at, m.fingerprint
$$;

CREATE FUNCTION ingest_receivers(p_tenant uuid)
  RETURNS TABLE (name text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT name FROM team WHERE tenant_id = p_tenant ORDER BY name $$;
