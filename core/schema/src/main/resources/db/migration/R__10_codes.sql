-- Names for the numbers in the tables. They are constants, which the planner inlines. CodesIT compares them with the enums of
-- dev.imas.core.model.
DO $$
DECLARE
  v_code record;
BEGIN
  FOR v_code IN
    SELECT * FROM (VALUES
      -- alert_state.status
      ('status_firing', 1), ('status_resolved', 2), ('status_suppressed', 3),
      -- What a sender says about an alert (f_kind of ingest_batch). The third is an end that has passed, from a sender that
      -- gives only end times (Alertmanager's API).
      ('event_firing', 1), ('event_recovery', 2), ('event_end_passed', 3),
      -- The disposition of an event: Disposition
      ('disposition_opened', 1), ('disposition_deduplicated', 2), ('disposition_resolved', 3), ('disposition_reopened', 4),
      ('disposition_suppressed', 5), ('disposition_stale', 6),
      -- side_event.kind: SideEventKind
      ('side_dropped', 1), ('side_change', 2), ('side_action', 3),
      -- A change of an alert's state, transition.kind: TransitionKind. IMAS itself decides expired, refired, still firing,
      -- lapsed and reconsidered. No event causes them, so the ledger does not count them.
      ('kind_opened', 1), ('kind_reopened', 2), ('kind_resolved', 3), ('kind_severity_changed', 4), ('kind_expired', 5),
      ('kind_suppressed', 6), ('kind_refired', 7), ('kind_still_firing', 8), ('kind_lapsed', 9),
      ('kind_reconsidered', 10),
      -- outbox.priority: changes that may page as SEV1 or SEV2, and the rest
      ('lane_urgent', 0), ('lane_bulk', 1)) AS c(name, number)
  LOOP
    EXECUTE format('CREATE OR REPLACE FUNCTION %I() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s',
                   v_code.name, v_code.number);
    CALL secure_function(v_code.name, callers => '{imas_ingest, imas_app, imas_notifier, imas_ingest_fn, imas_worker_fn}');
  END LOOP;
END $$;

-- The outbox lane for a change of an alert with this severity.
CREATE OR REPLACE FUNCTION lane_of(p_severity smallint) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN p_severity <= 2 THEN 0 ELSE 1 END;
CALL secure_function('lane_of', callers => '{imas_worker_fn}');
