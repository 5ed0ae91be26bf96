-- Begins the replay of a dead letter: marks it as replayed, in the transaction that commits its alerts with ingest_batch. So a
-- letter is replayed once or not at all, whoever else asks for it, and wherever a process stops.
-- p_now: our clock, as ingest_batch takes it. p_receipt: what the replay is known by.
-- Returns when the letter was received, which is p_received of ingest_batch; NULL if it was replayed already or is gone.
CREATE OR REPLACE FUNCTION begin_replay(p_tenant uuid, p_letter uuid, p_by text, p_receipt uuid, p_now timestamptz)
  RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_received timestamptz;
BEGIN
  UPDATE dead_letter d SET replayed_at = now(), replayed_by = p_by, replay_receipt = p_receipt
   WHERE d.tenant_id = p_tenant AND d.id = p_letter AND d.replayed_at IS NULL
  RETURNING d.received_at INTO v_received;
  IF v_received IS NOT NULL THEN
    PERFORM set_config('imas.replayed_at', p_now::text, true);           -- until the transaction ends
  END IF;
  RETURN v_received;
END $$;
CALL secure_function('begin_replay', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');
