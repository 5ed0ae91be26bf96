-- Tables that grow are partitioned by time. Partitions are made ahead and dropped whole; there is no default partition,
-- since it would lock out dropping. A partition has policies of its own: those of its parent do not guard it.

CREATE FUNCTION partition_steps()
  RETURNS TABLE (parent text, step text)
  LANGUAGE sql IMMUTABLE
AS $$
  VALUES ('transition', 'day'), ('dead_letter', 'day'), ('ledger', 'week'), ('delivery_attempt', 'week'), ('timeline', 'month')
$$;

-- The partitions there are. Their bounds are in their names: parent_p20261120.
CREATE FUNCTION partition_list()
  RETURNS TABLE (parent text, name text, starts timestamptz, ends timestamptz)
  LANGUAGE sql STABLE
AS $$
  SELECT p.relname::text, c.relname::text,
         to_timestamp(right(c.relname::text, 8), 'YYYYMMDD')::date::timestamp AT TIME ZONE 'UTC',
         (to_timestamp(right(c.relname::text, 8), 'YYYYMMDD')::date::timestamp + ('1 ' || s.step)::interval) AT TIME ZONE 'UTC'
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace n ON n.oid = p.relnamespace AND n.nspname = 'imas'
    JOIN imas.partition_steps() s ON s.parent = p.relname::text
   WHERE c.relkind = 'r'
$$;

-- Makes the partitions from now (the database's clock) to p_ahead later. Answers how many were new. From two hours ago,
-- rather: a clock that is set back by an hour just after midnight must not fall where there is no partition.
-- Owned by the owner of the tables, since nobody else may create a partition; it reads and writes no row.
CREATE FUNCTION create_partitions(p_ahead interval)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET lock_timeout = '2s'
AS $$
DECLARE
  v_plan   record;
  v_start  timestamp;
  v_name   text;
  v_policy record;
  v_made   integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('imas.partitions', 0));
  FOR v_plan IN SELECT * FROM partition_steps() LOOP
    v_start := date_trunc(v_plan.step, (now() - interval '2 hours') AT TIME ZONE 'UTC');
    WHILE v_start <= (now() AT TIME ZONE 'UTC') + p_ahead LOOP
      v_name := v_plan.parent || '_p' || to_char(v_start, 'YYYYMMDD');
      IF to_regclass('imas.' || v_name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', v_name, v_plan.parent);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_name);
        FOR v_policy IN SELECT * FROM pg_policies WHERE schemaname = 'imas' AND tablename = v_plan.parent LOOP
          EXECUTE format('CREATE POLICY %I ON %I TO %s USING (%s) WITH CHECK (%s)', v_policy.policyname, v_name,
                         (SELECT string_agg(quote_ident(r), ', ') FROM unnest(v_policy.roles) AS r),
                         v_policy.qual, v_policy.with_check);
        END LOOP;
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', v_plan.parent, v_name,
                       v_start AT TIME ZONE 'UTC', (v_start + ('1 ' || v_plan.step)::interval) AT TIME ZONE 'UTC');
        v_made := v_made + 1;
      END IF;
      v_start := v_start + ('1 ' || v_plan.step)::interval;
    END LOOP;
  END LOOP;
  RETURN v_made;
END $$;

-- Drops one partition, at once or not at all: a lock that is not free within 50 ms fails the call, which is tried again
-- later, rather than making every insert wait behind us. Never one that is still being written.
CREATE FUNCTION drop_partition(p_name text)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET lock_timeout = '50ms'
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM partition_list() p WHERE p.name = p_name AND p.ends < now() - interval '1 day') THEN
    RAISE EXCEPTION 'no closed partition named %', p_name;
  END IF;
  EXECUTE format('DROP TABLE %I', p_name);
END $$;

-- Adds the sums of a ledger partition to ledger_closed. Call in the transaction that drops the partition.
CREATE FUNCTION close_ledger(p_partition text)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_part record;
  v_rows integer;
BEGIN
  SELECT * INTO STRICT v_part FROM partition_list() p WHERE p.parent = 'ledger' AND p.name = p_partition;
  INSERT INTO ledger_closed AS c (tenant_id, source_id, closed_until, accepted, opened, deduplicated, resolved, reopened,
                                  suppressed, stale, dead_lettered)
  SELECT l.tenant_id, l.source_id, v_part.ends, sum(l.accepted), sum(l.opened), sum(l.deduplicated), sum(l.resolved),
         sum(l.reopened), sum(l.suppressed), sum(l.stale), sum(l.dead_lettered)
    FROM ledger l WHERE l.minute >= v_part.starts AND l.minute < v_part.ends
   GROUP BY l.tenant_id, l.source_id
  ON CONFLICT (tenant_id, source_id) DO UPDATE
     SET closed_until = greatest(c.closed_until, excluded.closed_until),
         accepted = c.accepted + excluded.accepted, opened = c.opened + excluded.opened,
         deduplicated = c.deduplicated + excluded.deduplicated, resolved = c.resolved + excluded.resolved,
         reopened = c.reopened + excluded.reopened, suppressed = c.suppressed + excluded.suppressed,
         stale = c.stale + excluded.stale, dead_lettered = c.dead_lettered + excluded.dead_lettered;
  GET DIAGNOSTICS v_rows = ROW_COUNT;
  RETURN v_rows;
END $$;

SELECT create_partitions('7 days');
