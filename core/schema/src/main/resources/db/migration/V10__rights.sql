-- Who may do what. Nothing is granted to PUBLIC, and no login may touch a table that it does not need.
REVOKE ALL ON SCHEMA imas FROM PUBLIC;
GRANT USAGE ON SCHEMA imas TO imas_ingest, imas_app, imas_notifier, imas_ingest_fn, imas_worker_fn;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA imas FROM PUBLIC;
REVOKE EXECUTE ON ALL PROCEDURES IN SCHEMA imas FROM PUBLIC;

GRANT EXECUTE ON FUNCTION current_tenant() TO imas_app, imas_notifier, imas_ingest, imas_ingest_fn, imas_worker_fn;

-- The owners of functions see the tables that their functions name.
GRANT EXECUTE ON FUNCTION touch_known(timestamptz, uuid[], uuid[], integer[], smallint[], timestamptz[], timestamptz[])
  TO imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE ON alert_state TO imas_ingest_fn;
GRANT EXECUTE ON FUNCTION flagged(text, text) TO imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_repeat, late_firing TO imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE ON listening TO imas_ingest_fn;
GRANT SELECT ON alert TO imas_ingest_fn, imas_worker_fn;
GRANT INSERT ON transition, outbox, dead_letter TO imas_ingest_fn;
GRANT SELECT, INSERT, UPDATE ON ledger TO imas_ingest_fn;
GRANT SELECT ON source, source_key, routing_generation, service, team, rule_set, rule_set_activation, alert_progress, incident
  TO imas_ingest_fn;
CALL open_table_to('source', 'imas_ingest_fn');
CALL open_table_to('source_key', 'imas_ingest_fn');
CALL open_table_to('routing_generation', 'imas_ingest_fn');
CALL open_table_to('service', 'imas_ingest_fn');
CALL open_table_to('team', 'imas_ingest_fn');
CALL open_table_to('rule_set', 'imas_ingest_fn');
CALL open_table_to('rule_set_activation', 'imas_ingest_fn');
CALL open_table_to('incident', 'imas_ingest_fn');

GRANT SELECT, UPDATE ON alert_state TO imas_worker_fn;
GRANT EXECUTE ON FUNCTION is_due(timestamptz), over_at(timestamptz, timestamptz), senders_had_their_say(timestamptz, interval),
  absorb_repeats(uuid[], uuid[]), decide_alerts(uuid[], uuid[], smallint, timestamptz, timestamptz) TO imas_worker_fn;
GRANT SELECT, DELETE ON alert_repeat, late_firing TO imas_worker_fn;
GRANT SELECT, UPDATE, DELETE ON incident_recheck TO imas_worker_fn;
GRANT SELECT ON listening, source, incident, incident_alert TO imas_worker_fn;
CALL open_table_to('source', 'imas_worker_fn');
CALL open_table_to('incident', 'imas_worker_fn');
CALL open_table_to('incident_alert', 'imas_worker_fn');
GRANT SELECT, INSERT ON transition TO imas_worker_fn;
GRANT SELECT ON opening TO imas_ingest_fn, imas_worker_fn, imas_app;
GRANT SELECT ON journal TO imas_worker_fn, imas_app;
GRANT EXECUTE ON FUNCTION journal_keeps(timestamptz) TO imas_ingest_fn, imas_worker_fn;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO imas_worker_fn;
GRANT SELECT ON ledger, dead_letter, team_contact, api_token, tenant, alert_progress TO imas_worker_fn;
GRANT SELECT, INSERT, UPDATE ON ledger_closed TO imas_worker_fn;
GRANT SELECT, INSERT, UPDATE ON delivery TO imas_worker_fn;
GRANT SELECT, UPDATE, DELETE ON timer TO imas_worker_fn;
GRANT SELECT, INSERT, UPDATE, DELETE ON notifier_offer, delivery_outcome TO imas_worker_fn;
GRANT EXECUTE ON FUNCTION partition_list(), partition_steps() TO imas_worker_fn, imas_app;
CALL open_table_to('api_token', 'imas_worker_fn');
CALL open_table_to('tenant', 'imas_worker_fn');

-- Owning a function is what gives it its rights. CREATE on the schema is needed for the moment of the change only.
GRANT CREATE ON SCHEMA imas TO imas_ingest_fn, imas_worker_fn;
DO $$
DECLARE
  v_function regprocedure;
BEGIN
  FOR v_function IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                     WHERE n.nspname = 'imas' AND p.prosecdef AND p.proname LIKE 'ingest\_%' LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO imas_ingest_fn', v_function);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO imas_ingest', v_function);
  END LOOP;
  FOR v_function IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                     WHERE n.nspname = 'imas' AND p.prosecdef AND p.proname NOT LIKE 'ingest\_%'
                       AND p.proname NOT IN ('create_partitions', 'drop_partition') LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO imas_worker_fn', v_function);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA imas FROM imas_ingest_fn, imas_worker_fn;

GRANT EXECUTE ON FUNCTION claim_outbox(smallint, boolean, uuid, integer), defer_outbox(uuid, bigint[], interval), outbox_backlog(),
  oldest_transaction(),
  claim_timer(interval), finish_timer(uuid, text, text, interval), renew_alerts(timestamptz, integer),
  expire_alerts(timestamptz, interval, integer), lapse_alerts(timestamptz, interval, interval, integer),
  refire_alerts(timestamptz, integer), recheck_incidents(timestamptz, interval, integer),
  find_api_token(bytea), list_tenants(), recount_ledger(), ledger_totals(), create_partitions(interval), drop_partition(text),
  close_ledger(text) TO imas_app;
GRANT EXECUTE ON FUNCTION claim_deliveries(integer, integer, jsonb, jsonb, interval), delivery_backlog(),
  fold_deliveries(uuid, uuid, integer, integer),
  overdue_deliveries(uuid, uuid, interval, interval, integer) TO imas_notifier;
GRANT EXECUTE ON FUNCTION offer_channels(uuid, text[], text[], integer[], interval), withdraw_channels(uuid) TO imas_notifier;
GRANT EXECUTE ON FUNCTION offered_channels(), told_receivers(uuid[]), delivery_fate(uuid, uuid), claim_outcomes(integer, interval),
  defer_outcome(uuid, bigint, interval) TO imas_app;
GRANT EXECUTE ON FUNCTION outbox_backlog() TO imas_ingest;

-- Intake has the outbox vacuumed after what it deleted.
GRANT MAINTAIN ON outbox TO imas_app;

-- Core, one tenant at a time.
GRANT SELECT, INSERT, UPDATE ON tenant, source, source_key, api_token, team, team_contact, service, rule_set_activation,
  routing_generation, incident, incident_alert, incident_recheck, alert_progress, delivery, timer TO imas_app;
GRANT SELECT, INSERT, DELETE ON idempotency TO imas_app;
GRANT DELETE ON source, source_key, team, team_contact, service, timer TO imas_app;
GRANT SELECT, INSERT ON rule_set, timeline, dead_letter TO imas_app;
GRANT UPDATE (replayed_at, replayed_by, replay_receipt) ON dead_letter TO imas_app;
-- Core asks later whether a page was accepted; who makes a delivery dead says so at once.
GRANT INSERT ON delivery_outcome TO imas_app, imas_notifier;
GRANT SELECT, INSERT, DELETE ON fallback_contact TO imas_app;
GRANT SELECT ON alert, alert_state, alert_repeat, transition, ledger, ledger_closed, delivery_attempt TO imas_app;

-- The notifier: deliveries and what came of them, and the incident's timeline.
GRANT SELECT, UPDATE ON delivery TO imas_notifier;
GRANT SELECT, INSERT ON delivery_attempt, timeline TO imas_notifier;
GRANT SELECT ON team_contact TO imas_notifier;
GRANT SELECT, UPDATE (timeline_seq) ON incident TO imas_notifier;
