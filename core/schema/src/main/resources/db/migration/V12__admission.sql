-- What the gateway's admission asks of the database: how much of the room is whose, and how much waits for core.

-- A tenant's share of the gateway is its weight among those who are there. Not a column that core's login may write:
-- a token belongs to one tenant, and nobody is to enlarge their own share.
ALTER TABLE tenant
  ADD COLUMN weight        integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 1000),
  ADD COLUMN weight_set_by text,
  ADD COLUMN weight_set_at timestamptz;
REVOKE INSERT, UPDATE ON tenant FROM imas_app;
GRANT INSERT (tenant_id, name, settings), UPDATE (name, settings) ON tenant TO imas_app;

CREATE TRIGGER tenant_weight_changes_routing AFTER UPDATE OF weight ON tenant
  FOR EACH ROW WHEN (old.weight <> new.weight) EXECUTE FUNCTION bump_routing_generation();

-- Answers the weight before, NULL when there is no such tenant.
CREATE FUNCTION set_tenant_weight(p_name text, p_weight integer, p_by text, OUT before integer)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE tenant t SET weight = p_weight, weight_set_by = p_by, weight_set_at = now()
   WHERE t.name = p_name
  RETURNING old.weight
$$;

CREATE FUNCTION tenant_weights()
  RETURNS TABLE (tenant_id uuid, name text, weight integer, weight_set_by text, weight_set_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, name, weight, weight_set_by, weight_set_at FROM tenant ORDER BY name $$;

CREATE FUNCTION ingest_weights()
  RETURNS TABLE (tenant_id uuid, weight integer)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, weight FROM tenant $$;

-- How many outbox rows wait for core, by tenant. Asked each second by each gateway, so its cost may not grow with the
-- answer: of each tenant and lane a thousand rows are counted, and of more the density is looked at in 64 places of the
-- width between the oldest and the newest. Rows put off because they fail alone stay behind at any distance and are left
-- out of the width. Planned for a long queue even where it is short at the moment: the plans are kept.
CREATE FUNCTION ingest_backlog()
  RETURNS TABLE (tenant_id uuid, waiting bigint)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
  SET enable_bitmapscan = off
AS $$
DECLARE
  c_counted constant integer := 1000;
  c_places  constant integer := 64;
  c_rows    constant integer := 32;
  v_tenant  uuid;
  v_low     bigint;
  v_width   bigint;
  v_window  bigint;
BEGIN
  FOR v_lane IN 0..1 LOOP
    v_tenant := '00000000-0000-0000-0000-000000000000';
    LOOP
      SELECT o.tenant_id INTO v_tenant FROM outbox o
       WHERE o.priority = v_lane AND o.tenant_id > v_tenant ORDER BY o.tenant_id LIMIT 1;
      EXIT WHEN NOT FOUND;
      SELECT o.id INTO v_low FROM outbox o
       WHERE o.priority = v_lane AND o.tenant_id = v_tenant AND o.not_before IS NULL ORDER BY o.id LIMIT 1;
      CONTINUE WHEN NOT FOUND;
      SELECT count(*) INTO waiting
        FROM (SELECT o.id FROM outbox o
               WHERE o.priority = v_lane AND o.tenant_id = v_tenant AND o.id >= v_low ORDER BY o.id LIMIT c_counted) AS few;
      IF waiting = c_counted THEN
        SELECT o.id - v_low + 1 INTO v_width FROM outbox o
         WHERE o.priority = v_lane AND o.tenant_id = v_tenant ORDER BY o.id DESC LIMIT 1;
        -- An eighth of the width is covered, where that is not too many rows.
        v_window := greatest(1, v_width / (8 * c_places));
        SELECT greatest(c_counted, round(v_width * avg(CASE seen.rows WHEN 0 THEN 0 WHEN c_rows
                                                       THEN seen.rows::float8 / (seen.newest - place.first + 1)
                                                       ELSE seen.rows::float8 / v_window END)))
          INTO waiting
          FROM (SELECT v_low + floor((p + random()) * (v_width - v_window) / c_places)::bigint AS first
                  FROM generate_series(0, c_places - 1) AS p OFFSET 0) AS place
         CROSS JOIN LATERAL (
           SELECT count(*) AS rows, max(w.id) AS newest
             FROM (SELECT o.id FROM outbox o
                    WHERE o.priority = v_lane AND o.tenant_id = v_tenant
                      AND o.id >= place.first AND o.id < place.first + v_window
                    ORDER BY o.id LIMIT c_rows) AS w) AS seen;
      END IF;
      tenant_id := v_tenant;
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;

GRANT SELECT (tenant_id, weight) ON tenant TO imas_ingest_fn;
GRANT SELECT (tenant_id, id, priority, not_before) ON outbox TO imas_ingest_fn;
CALL open_table_to('tenant', 'imas_ingest_fn');
GRANT UPDATE (weight, weight_set_by, weight_set_at) ON tenant TO imas_worker_fn;
GRANT SELECT, INSERT, UPDATE ON routing_generation TO imas_worker_fn;
CALL open_table_to('routing_generation', 'imas_worker_fn');

REVOKE EXECUTE ON FUNCTION set_tenant_weight(text, integer, text), tenant_weights(), ingest_weights(), ingest_backlog() FROM PUBLIC;
GRANT CREATE ON SCHEMA imas TO imas_ingest_fn, imas_worker_fn;
ALTER FUNCTION set_tenant_weight(text, integer, text) OWNER TO imas_worker_fn;
ALTER FUNCTION tenant_weights() OWNER TO imas_worker_fn;
ALTER FUNCTION ingest_weights() OWNER TO imas_ingest_fn;
ALTER FUNCTION ingest_backlog() OWNER TO imas_ingest_fn;
REVOKE CREATE ON SCHEMA imas FROM imas_ingest_fn, imas_worker_fn;
GRANT EXECUTE ON FUNCTION set_tenant_weight(text, integer, text), tenant_weights() TO imas_app;
GRANT EXECUTE ON FUNCTION ingest_weights(), ingest_backlog() TO imas_ingest;
