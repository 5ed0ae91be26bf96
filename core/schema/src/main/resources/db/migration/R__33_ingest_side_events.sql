-- Stores what a batch holds that is no alert, and counts it. It is called in the statement that calls ingest_batch, and only
-- for batches that have such events: others cost nothing for it. The ledger's row is that of the batch.
-- accepted (a_*) is counted by the decoder, by source, apart from the rows.
CREATE OR REPLACE FUNCTION ingest_side_events(
  p_shard integer, p_received timestamptz,
  ${side_accepted_parameters},
  ${side_events_parameters})
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_rows integer;
BEGIN
  INSERT INTO side_event (tenant_id, id, source_id, receipt, received_at, happened_at, n, kind, action, fingerprint, dialect,
                          title, author, note, link, labels)
  SELECT s.tenant, s.id, s.source, s.receipt, p_received, s.happened, s.n, s.kind, s.action, s.fingerprint, s.dialect,
         s.title, s.author, s.note, s.link, s.labels
    FROM unnest(${side_events_arrays}) AS s(${side_events_names});
  GET DIAGNOSTICS v_rows = ROW_COUNT;
  -- Core follows acknowledgements and their ends: see sender_action_tenants.
  IF side_action() = ANY (s_kind) THEN
    INSERT INTO sender_action (tenant_id, id, fingerprint, source_id, author, received_at, withdraws)
    SELECT s.tenant, s.id, s.fingerprint, s.source, s.author, p_received, s.action = 3
      FROM unnest(${side_events_arrays}) AS s(${side_events_names})
     WHERE s.kind = side_action() AND s.action IN (1, 3); -- AlertAction.ACKNOWLEDGE, UNACKNOWLEDGE
    -- And what is written with an action, whichever it is.
    INSERT INTO sender_note (tenant_id, id, fingerprint, source_id, author, note, received_at)
    SELECT s.tenant, s.id, s.fingerprint, s.source, s.author, s.note, p_received
      FROM unnest(${side_events_arrays}) AS s(${side_events_names})
     WHERE s.kind = side_action() AND s.note <> '';
  END IF;
  IF 4 = ANY (s_action) THEN                           -- AlertAction.UPDATE
    PERFORM amend_alerts(p_received, s_tenant, s_fingerprint, s_source, s_receipt, s_action, s_labels);
  END IF;
  INSERT INTO ledger AS l (tenant_id, source_id, minute, shard, accepted, dropped, change, action)
  SELECT a.tenant, a.source, date_trunc('minute', now(), 'UTC'), p_shard, a.accepted, coalesce(s.dropped, 0),
         coalesce(s.change, 0), coalesce(s.action, 0)
    FROM unnest(${side_accepted_arrays}) AS a(${side_accepted_names})
    LEFT JOIN (SELECT s.tenant, s.source, sum(s.n) FILTER (WHERE s.kind = side_dropped()) AS dropped,
                      sum(s.n) FILTER (WHERE s.kind = side_change()) AS change,
                      sum(s.n) FILTER (WHERE s.kind = side_action()) AS action
                 FROM unnest(s_tenant, s_source, s_kind, s_n) AS s(tenant, source, kind, n)
                GROUP BY s.tenant, s.source) s ON s.tenant = a.tenant AND s.source = a.source
   ORDER BY a.tenant, a.source
  ON CONFLICT (tenant_id, source_id, minute, shard) DO UPDATE
     SET accepted = l.accepted + excluded.accepted,
         dropped = l.dropped + excluded.dropped,
         change = l.change + excluded.change,
         action = l.action + excluded.action;
  RETURN v_rows;
END $$;
CALL secure_function('ingest_side_events', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');
