-- How many characters a map of texts has, with its names.
CREATE OR REPLACE FUNCTION text_length(p_texts jsonb)
  RETURNS bigint
  LANGUAGE sql IMMUTABLE
  RETURN (SELECT coalesce(sum(length(t.key) + length(t.value)), 0) FROM jsonb_each_text(p_texts) AS t);
CALL secure_function('text_length', callers => '{imas_ingest_fn}');

-- An alert's labels or annotations with what a sender sets of them, bounded as the gateway bounds a post by default: it keeps
-- 64 of each, and 65,536 characters of all texts of an alert. A sender may set other names again and again. What is there may
-- always be replaced, except by more text than that; new names come in their order while there is room.
-- p_others: the characters of the alert's other texts.
CREATE OR REPLACE FUNCTION amended(p_texts jsonb, p_set jsonb, p_others bigint)
  RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  v_there bigint;                                      -- of those that are set
  v_kept  bigint;                                      -- of the others
  v_whole jsonb;
BEGIN
  SELECT count(*) FILTER (WHERE p_set ? t.key), count(*) FILTER (WHERE NOT p_set ? t.key)
    INTO v_there, v_kept
    FROM jsonb_object_keys(p_texts) AS t(key);
  SELECT p_texts || coalesce(jsonb_object_agg(n.key, n.value), '{}')
    INTO v_whole
    FROM (SELECT s.key, s.value
            FROM jsonb_each(p_set) AS s
           ORDER BY p_texts ? s.key DESC, s.key
           LIMIT greatest(v_there, 64 - v_kept)) AS n;
  RETURN CASE WHEN text_length(v_whole) <= greatest(65536 - p_others, text_length(p_texts)) THEN v_whole ELSE p_texts END;
END $$;
CALL secure_function('amended', callers => '{imas_ingest_fn}');

-- Changes alerts that fire as their sender says, without a firing of theirs: AlertAction.UPDATE. s_labels says what is set:
-- severity (1 to 4), summary, description, and label.<name>. What does not fire stays as it is. A severity that a rule has
-- decided stays, too: (decision >> 5) & 3 is dev.imas.core.rule.SeverityFound, of which 0 and 1 are rules. A changed severity
-- is a change of state, which core follows as any other. The label alertname is the alert's name, and stays. It runs inside
-- ingest_side_events, as its owner. It locks rows after the batch has locked its own, so two batches may deadlock: PostgreSQL
-- ends one of them, and the gateway repeats it.
CREATE OR REPLACE FUNCTION amend_alerts(
  p_received timestamptz, s_tenant uuid[], s_fingerprint uuid[], s_source uuid[], s_receipt uuid[], s_action smallint[],
  s_labels text[])
  RETURNS void
  LANGUAGE plpgsql
AS $$
DECLARE
  v_one      record;
  v_alert    alert_state;
  v_repeat   alert_repeat;
  v_severity smallint;
  v_prior    smallint;
  v_texts    jsonb;
  v_labels   jsonb;
  v_details  text;
  v_wanted   jsonb;
  v_named    jsonb;
BEGIN
  FOR v_one IN
    SELECT s.tenant, s.fingerprint, s.source, s.receipt, s.labels::jsonb AS wanted
      FROM unnest(s_tenant, s_fingerprint, s_source, s_receipt, s_action, s_labels) WITH ORDINALITY
           AS s(tenant, fingerprint, source, receipt, action, labels, ord)
     WHERE s.action = 4                                -- AlertAction.UPDATE
     ORDER BY s.fingerprint, s.ord
  LOOP
    SELECT * INTO v_alert FROM alert_state a
     WHERE a.tenant_id = v_one.tenant AND a.fingerprint = v_one.fingerprint
       FOR UPDATE;
    CONTINUE WHEN NOT FOUND OR v_alert.status <> status_firing();
    SELECT coalesce(jsonb_object_agg(w.key, w.value) FILTER (WHERE w.key IN ('summary', 'description')), '{}'),
           coalesce(jsonb_object_agg(substr(w.key, 7), w.value)
                    FILTER (WHERE w.key LIKE 'label.%' AND w.key <> 'label.alertname'), '{}')
      INTO v_wanted, v_named
      FROM jsonb_each(v_one.wanted) AS w;
    v_severity := v_one.wanted ->> 'severity';
    IF v_severity <> v_alert.severity AND (v_alert.decision >> 5) & 3 >= 2 THEN
      v_prior := v_alert.severity;
      -- A change adds the repeats since the last change to the alert's row.
      DELETE FROM alert_repeat r WHERE r.tenant_id = v_one.tenant AND r.fingerprint = v_one.fingerprint
      RETURNING * INTO v_repeat;
      INSERT INTO transition
      SELECT o.* FROM opening o
       WHERE o.tenant_id = v_one.tenant AND o.fingerprint = v_one.fingerprint AND journal_keeps(o.at);
      UPDATE alert_state a
         SET fire_count = a.fire_count + coalesce(v_repeat.repeats, 0),
             dedup_count = a.dedup_count + coalesce(v_repeat.repeats, 0),
             last_seen = greatest(a.last_seen, v_repeat.last_seen),
             observed_at = greatest(a.observed_at, v_repeat.observed_at),
             ends_at = greatest(a.ends_at, v_repeat.ends_at),
             expires_bucket = date_bin('5 minutes', greatest(a.ends_at, v_repeat.ends_at) + interval '5 minutes', 'epoch'),
             seq = a.seq + 1, opened_at = NULL, severity = v_severity, last_receipt = v_one.receipt, source_id = v_one.source,
             decision = (a.decision & ~(3 << 5)) | (2 << 5) -- SeverityFound.SENDER_LABEL
       WHERE a.tenant_id = v_one.tenant AND a.fingerprint = v_one.fingerprint
      RETURNING * INTO v_alert;
      INSERT INTO transition (tenant_id, fingerprint, seq, kind, episode, severity, prior_severity, source_id, service_id,
                              receipt, received_at, starts_at, rule_set_version, rule_index, decision, group_key)
      VALUES (v_alert.tenant_id, v_alert.fingerprint, v_alert.seq, kind_severity_changed(), v_alert.episode, v_severity, v_prior,
              v_alert.source_id, v_alert.service_id, v_one.receipt, p_received, v_alert.starts_at, v_alert.rule_set_version,
              v_alert.rule_index, v_alert.decision, v_alert.group_key);
      INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at, starts_at,
                          decision, group_key)
      VALUES (v_alert.tenant_id, v_alert.fingerprint, v_alert.seq, kind_severity_changed(),
              CASE WHEN v_severity <= 2 THEN lane_urgent() ELSE lane_bulk() END, v_severity, v_alert.source_id,
              v_alert.service_id, p_received, v_alert.starts_at, v_alert.decision, v_alert.group_key);
    END IF;
    CONTINUE WHEN v_wanted = '{}' AND v_named = '{}';
    v_labels := amended(v_alert.labels::jsonb, v_named,
                        text_length(v_alert.annotations::jsonb) + text_length(v_alert.details::jsonb));
    v_texts := amended(v_alert.annotations::jsonb, v_wanted, text_length(v_labels) + text_length(v_alert.details::jsonb));
    v_details := v_alert.details;
    IF NOT (v_labels @> v_named AND v_texts @> v_wanted)
       AND 'truncated' <> ALL (string_to_array(coalesce(v_details::jsonb ->> 'flags', ''), ',')) THEN
      v_details := flagged(v_details, 'truncated');
    END IF;
    UPDATE alert_state a
       SET annotations = v_texts::text,
           labels = v_labels::text,
           details = v_details
     WHERE a.tenant_id = v_one.tenant AND a.fingerprint = v_one.fingerprint;
  END LOOP;
END $$;
CALL secure_function('amend_alerts', callers => '{imas_ingest_fn}');
