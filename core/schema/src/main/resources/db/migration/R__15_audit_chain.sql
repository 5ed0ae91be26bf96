-- Whether entries of the audit wait for their seal.
CREATE OR REPLACE FUNCTION audit_waits()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT (SELECT true FROM audit_unsealed u ORDER BY u.tenant_id, u.id LIMIT 1) IS NOT NULL
$$;
CALL secure_function('audit_waits', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The tenants whose entries wait for their seal, by id, up to p_limit after p_after. Each is found by one look into the index.
CREATE OR REPLACE FUNCTION audit_tenants_waiting(p_after uuid, p_limit integer)
  RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  v_tenant uuid := p_after;
BEGIN
  FOR i IN 1 .. p_limit LOOP
    v_tenant := (SELECT u.tenant_id FROM audit_unsealed u
                  WHERE v_tenant IS NULL OR u.tenant_id > v_tenant
                  ORDER BY u.tenant_id, u.id LIMIT 1);
    EXIT WHEN v_tenant IS NULL;
    RETURN NEXT v_tenant;
  END LOOP;
END $$;
CALL secure_function('audit_tenants_waiting', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- How long the oldest entry has waited for its seal, and how many wait, counted up to 10,000. Late ones have no hurry.
CREATE OR REPLACE FUNCTION audit_backlog(OUT waiting bigint, OUT oldest interval)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT (SELECT count(*) FROM (SELECT FROM audit_unsealed u LIMIT 10000) AS counted),
         coalesce(greatest(clock_timestamp()
                           - (SELECT u.at FROM audit_unsealed u WHERE NOT u.is_late ORDER BY u.at, u.tenant_id LIMIT 1), '0'), '0')
$$;
CALL secure_function('audit_backlog', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Every tenant, with the platform's own audit, which belongs to none.
CREATE OR REPLACE FUNCTION audit_tenants()
  RETURNS TABLE (tenant_id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT '00000000-0000-0000-0000-000000000000'::uuid, 'platform'
  UNION ALL
  (SELECT t.tenant_id, t.name FROM tenant t ORDER BY t.tenant_id)
$$;
CALL secure_function('audit_tenants', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- The tenants that have seals after their last checkpoint.
CREATE OR REPLACE FUNCTION audit_tenants_without_checkpoint()
  RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT t.tenant_id
    FROM audit_tenants() t
   CROSS JOIN LATERAL (SELECT s.number FROM audit_seal s WHERE s.tenant_id = t.tenant_id
                        ORDER BY s.tenant_id, s.number DESC LIMIT 1) AS head
   WHERE NOT EXISTS (SELECT FROM audit_checkpoint c WHERE c.tenant_id = t.tenant_id AND c.number >= head.number)
$$;
CALL secure_function('audit_tenants_without_checkpoint', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Appends seals of the present tenant to its chain, and takes their entries from those that wait. Whoever calls it holds the
-- tenant's lock. Refuses what does not follow the last seal, and entries that do not wait: core's login can seal no other way.
CREATE OR REPLACE FUNCTION seal_audit(p_first bigint, p_ids uuid[], p_leaves bytea[], p_links bytea[], p_late boolean[],
                                      p_at timestamptz)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  v_tenant CONSTANT uuid := current_tenant();
  v_last   CONSTANT bigint := coalesce((SELECT s.number FROM audit_seal s WHERE s.tenant_id = v_tenant
                                         ORDER BY s.tenant_id, s.number DESC LIMIT 1), 0);
  v_taken  integer;
BEGIN
  IF p_first <> v_last + 1 THEN
    RAISE EXCEPTION 'seal % does not follow the last one, %', p_first, v_last;
  END IF;
  -- By an array, so that each plan reads the rows of these entries and not the tenant's.
  WITH gone AS (
    DELETE FROM audit_unsealed u WHERE u.tenant_id = v_tenant AND u.id = ANY (p_ids) RETURNING u.id, u.is_late)
  SELECT count(*) INTO v_taken FROM gone g JOIN unnest(p_ids, p_late) AS n(id, is_late) ON n.id = g.id AND n.is_late = g.is_late;
  IF v_taken <> cardinality(p_ids) THEN
    RAISE EXCEPTION '% entries are to be sealed, and % of them wait', cardinality(p_ids), v_taken;
  END IF;
  INSERT INTO audit_seal (tenant_id, number, entry_id, leaf, link, sealed_at, is_late)
  SELECT v_tenant, p_first + n.place - 1, n.id, n.leaf, n.link, p_at, n.is_late
    FROM unnest(p_ids, p_leaves, p_links, p_late) WITH ORDINALITY AS n(id, leaf, link, is_late, place);
  RETURN v_taken;
END $$;
CALL secure_function('seal_audit', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Lets entries of the present tenant wait for a late seal that have none and do not wait: those that a process of a version without
-- the chain has written. Returns how many.
CREATE OR REPLACE FUNCTION seal_audit_late()
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_late bigint;
BEGIN
  INSERT INTO audit_unsealed (tenant_id, id, is_late)
  SELECT e.tenant_id, e.id, true FROM audit_entry e
   WHERE e.tenant_id = current_tenant()
     AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.tenant_id = e.tenant_id AND s.entry_id = e.id)
     AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.tenant_id = e.tenant_id AND u.id = e.id);
  GET DIAGNOSTICS v_late = ROW_COUNT;
  RETURN v_late;
END $$;
CALL secure_function('seal_audit_late', runs_as => 'imas_worker_fn', callers => '{imas_app}');
