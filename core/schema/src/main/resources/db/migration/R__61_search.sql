-- The newest of these, in order.
CREATE OR REPLACE FUNCTION search_newest(p_times timestamptz[], p_ids uuid[], p_seqs integer[], p_most integer,
                                         OUT times timestamptz[], OUT ids uuid[], OUT seqs integer[])
  LANGUAGE sql IMMUTABLE
  SET search_path = imas, pg_temp
AS $$
  SELECT coalesce(array_agg(m.at ORDER BY m.place), '{}'), coalesce(array_agg(m.id ORDER BY m.place), '{}'),
         coalesce(array_agg(m.seq ORDER BY m.place), '{}')
    FROM (SELECT u.at, u.id, u.seq, row_number() OVER (ORDER BY u.at DESC, u.id DESC, u.seq DESC) AS place
            FROM unnest(p_times, p_ids, p_seqs) AS u(at, id, seq)) AS m
   WHERE m.place <= p_most
$$;
CALL secure_function('search_newest', runs_as => 'imas_worker_fn');

-- Which texts of the current tenant match, newest first, up to p_most. p_query is a tsquery with # where each word has its
-- bucket's number. Row-level security would not use the index, since @@ is not leakproof: hence this function. It asks for the
-- tenant itself, and returns ids alone: the caller reads what they stand for under its own rights.
-- It goes from the newest bucket to the oldest until it has enough, or until p_longest is over: then it says which bucket was the
-- last, and is asked again for those that are older. It looks at one in any case.
DROP FUNCTION IF EXISTS search_ids(smallint, text, integer, interval);
CREATE OR REPLACE FUNCTION search_ids(p_kind smallint, p_query text, p_most integer, p_longest interval,
                                      p_after timestamptz, p_after_bucket integer,
                                      OUT ids uuid[], OUT seqs integer[], OUT last timestamptz, OUT last_bucket integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET plan_cache_mode = force_generic_plan
  SET enable_seqscan = off
  SET enable_indexscan = off
AS $$
DECLARE
  v_tenant CONSTANT uuid := current_tenant();
  v_end    CONSTANT timestamptz := clock_timestamp() + p_longest;
  v_bucket record;
  v_query  tsquery;
  v_found  integer := 0;
  v_times  timestamptz[] := '{}';
  v_at     timestamptz[];
  v_ids    uuid[];
  v_seqs   integer[];
  v_last        timestamptz;
  v_last_bucket integer;
BEGIN
  ids := '{}';
  seqs := '{}';
  FOR v_bucket IN
    SELECT b.id, b.newest FROM search_bucket b
     WHERE b.tenant_id = v_tenant AND b.kind = p_kind AND b.docs > 0 AND (b.newest, b.id) < (p_after, p_after_bucket)
     ORDER BY b.newest DESC, b.id DESC
  LOOP
    EXIT WHEN v_found >= p_most AND v_bucket.newest < v_times[p_most];
    IF v_last_bucket IS NOT NULL AND clock_timestamp() > v_end THEN
      last := v_last;
      last_bucket := v_last_bucket;
      EXIT;
    END IF;
    v_last := v_bucket.newest;
    v_last_bucket := v_bucket.id;
    v_query := replace(p_query, '#', v_bucket.id::text)::tsquery;
    -- OFFSET keeps the planner from any other index.
    SELECT array_agg(f.at), array_agg(f.id), array_agg(f.seq) INTO v_at, v_ids, v_seqs
      FROM (SELECT s.at, s.id, s.seq
              FROM (SELECT * FROM search_text t WHERE t.words @@ v_query OFFSET 0) AS s
             WHERE s.tenant_id = v_tenant AND s.kind = p_kind AND s.bucket = v_bucket.id
             ORDER BY s.at DESC, s.id DESC, s.seq DESC LIMIT p_most) AS f;
    CONTINUE WHEN v_ids IS NULL;
    v_times := v_times || v_at;
    ids := ids || v_ids;
    seqs := seqs || v_seqs;
    v_found := v_found + cardinality(v_ids);
    -- Sorted only once there are enough: a word in few texts would have them sorted for each of its buckets.
    IF v_found >= p_most THEN
      SELECT n.times, n.ids, n.seqs INTO v_times, ids, seqs FROM search_newest(v_times, ids, seqs, p_most) AS n;
      v_found := p_most;
    END IF;
  END LOOP;
  SELECT n.ids, n.seqs INTO ids, seqs FROM search_newest(v_times, ids, seqs, p_most) AS n;
END $$;
CALL secure_function('search_ids', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Whether search_tenants would find one, seen in the first entry of an index.
CREATE OR REPLACE FUNCTION search_waits()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT (SELECT true FROM search_work ORDER BY tenant_id, id LIMIT 1) IS NOT NULL
$$;
CALL secure_function('search_waits', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Tenants with texts that wait to be written.
CREATE OR REPLACE FUNCTION search_tenants()
  RETURNS TABLE (tenant_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT t.tenant_id FROM tenant t WHERE EXISTS (SELECT FROM search_work w WHERE w.tenant_id = t.tenant_id) ORDER BY t.tenant_id
$$;
CALL secure_function('search_tenants', runs_as => 'imas_worker_fn', callers => '{imas_app}');
