-- Tables that grow are partitioned by time. Partitions are created ahead and dropped as a whole. There is no default
-- partition, since it would prevent dropping. Each partition has its own policies, because its parent's policies do not
-- protect it.

CREATE OR REPLACE FUNCTION partition_steps()
  RETURNS TABLE (parent text, step text)
  LANGUAGE sql IMMUTABLE
AS $$
  VALUES ('transition', 'day'), ('dead_letter', 'day'), ('side_event', 'day'), ('recent_body', 'day'), ('repeat_quarter', 'day'),
         ('ledger', 'week'), ('delivery_attempt', 'week'), ('timeline', 'month')
$$;
CALL secure_function('partition_steps', callers => '{imas_app, imas_worker_fn}');

-- The existing partitions. Their bounds follow from their names, such as parent_p20261120.
CREATE OR REPLACE FUNCTION partition_list()
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
CALL secure_function('partition_list', callers => '{imas_app, imas_worker_fn}');

-- Creates the partitions from two hours ago to p_ahead from now, by the database's clock. Returns how many were new. It
-- starts two hours ago because a clock that is set back by an hour just after midnight must still find a partition. It runs
-- as the owner of the tables, since nobody else may create a partition. It reads and writes no row.
CREATE OR REPLACE FUNCTION create_partitions(p_ahead interval)
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
    -- A table that a later version adds is not there while a database is only upgraded up to an earlier one.
    CONTINUE WHEN to_regclass('imas.' || v_plan.parent) IS NULL;
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
CALL secure_function('create_partitions', callers => '{imas_app}');

-- Drops one partition, at once or not at all. If the lock is not free within 50 ms the call fails and is retried later, since
-- every insert would wait behind it. It never drops a partition that is still written.
CREATE OR REPLACE FUNCTION drop_partition(p_name text)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET lock_timeout = '50ms'
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM partition_list() p WHERE p.name = p_name AND p.ends < now() - interval '1 day') THEN
    RAISE EXCEPTION 'there is no closed partition named %', p_name;
  END IF;
  EXECUTE format('DROP TABLE %I', p_name);
END $$;
CALL secure_function('drop_partition', callers => '{imas_app}');

SELECT create_partitions('7 days');
