-- Takes a ping. p_signal: 1 success, 2 start, 3 failure. p_run names the run that it is about, if the sender says so. Runs are
-- ordered by their first ping: of two that overlap, the one that began later decides, in whatever order their ends arrive.
-- Returns whether there is such a key. A ping that only repeats that all is well writes one row; any other wakes core.
CREATE OR REPLACE FUNCTION ingest_ping(p_key bytea, p_at timestamptz, p_signal smallint, p_run text, p_millis bigint)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_tenant  uuid;
  v_id      uuid;
  v_pulse   heartbeat_pulse;
  v_run     bigint;
  v_started timestamptz;
  v_millis  bigint := p_millis;
  v_decides boolean;
BEGIN
  SELECT h.tenant_id, h.id INTO v_tenant, v_id FROM heartbeat h WHERE h.key_hash = p_key;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT * INTO v_pulse FROM heartbeat_pulse p WHERE p.tenant_id = v_tenant AND p.heartbeat_id = v_id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  v_run := v_pulse.runs + 1;
  IF p_run IS NULL THEN
    v_started := CASE WHEN v_pulse.started_at > coalesce(greatest(v_pulse.beat_at, v_pulse.failed_at), '-infinity')
                      THEN v_pulse.started_at END;
  ELSE
    INSERT INTO heartbeat_run AS r (tenant_id, heartbeat_id, run_id, run, started_at)
    VALUES (v_tenant, v_id, p_run, v_run, CASE p_signal WHEN 2 THEN p_at END)
    ON CONFLICT (tenant_id, heartbeat_id, run_id) DO UPDATE SET started_at = coalesce(r.started_at, excluded.started_at)
    RETURNING r.run, r.started_at INTO v_run, v_started;
  END IF;
  -- A start is no end, and what ends after a later run has ended is history.
  v_decides := p_signal <> 2 AND v_run >= v_pulse.decided_run;
  IF p_signal <> 2 AND v_millis IS NULL AND v_started <= p_at THEN
    v_millis := (extract(epoch FROM p_at - v_started) * 1000)::bigint;
  END IF;
  IF p_run IS NOT NULL THEN
    IF p_signal <> 2 THEN
      UPDATE heartbeat_run r SET ended_at = p_at, has_failed = p_signal = 3, millis = v_millis
       WHERE r.tenant_id = v_tenant AND r.heartbeat_id = v_id AND r.run_id = p_run;
    END IF;
    DELETE FROM heartbeat_run r
     WHERE r.tenant_id = v_tenant AND r.heartbeat_id = v_id AND r.run <= v_run - 50;
  END IF;
  UPDATE heartbeat_pulse p
     SET pings = p.pings + 1,
         runs = greatest(p.runs, v_run),
         started_at = CASE p_signal WHEN 2 THEN greatest(p.started_at, p_at) ELSE p.started_at END,
         beat_at = CASE WHEN NOT v_decides OR p_signal <> 1 THEN p.beat_at
                        -- Of a clock that was set back since.
                        WHEN p.beat_at > p_at + interval '5 minutes' THEN p_at
                        ELSE greatest(p.beat_at, p_at) END,
         silent_after = CASE WHEN v_decides AND p_signal = 1 AND p.silent_after > p_at + interval '5 minutes' THEN NULL
                             ELSE p.silent_after END,
         failed_at = CASE WHEN NOT v_decides THEN p.failed_at WHEN p_signal = 3 THEN p_at END,
         decided_run = CASE WHEN v_decides THEN v_run ELSE p.decided_run END,
         run_id = CASE WHEN v_decides THEN p_run ELSE p.run_id END,
         run_millis = CASE WHEN v_decides THEN v_millis ELSE p.run_millis END
   WHERE p.tenant_id = v_tenant AND p.heartbeat_id = v_id;
  IF v_decides AND v_pulse.state <> 'off' AND v_pulse.state <> (CASE p_signal WHEN 1 THEN 'alive' ELSE 'failed' END) THEN
    INSERT INTO timer AS t (tenant_id, kind, subject, due_at, try_at, elapses)
    VALUES (v_tenant, 'heartbeat', v_id::text, now(), now(), true)
    ON CONFLICT (tenant_id, kind, subject) DO UPDATE
       SET life = uuidv7(), due_at = now(), try_at = now(), elapses = true, set_at = now(), attempts = 0, claim = NULL;
  END IF;
  RETURN true;
END $$;
CALL secure_function('ingest_ping', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- Until when, as far as is known by p_now, and since when beats could reach IMAS without a gap. No row: no gateway ever ran.
CREATE OR REPLACE FUNCTION beats_reach_us(p_now timestamptz)
  RETURNS TABLE (since timestamptz, until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT greatest(l.since, l.beats_since), least(l.until, p_now) FROM listening l $$;
CALL secure_function('beats_reach_us', runs_as => 'imas_worker_fn', callers => '{imas_app}');
