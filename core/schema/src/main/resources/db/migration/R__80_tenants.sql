CREATE OR REPLACE FUNCTION list_tenants()
  RETURNS TABLE (tenant_id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, name FROM tenant ORDER BY tenant_id $$;
CALL secure_function('list_tenants', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- Returns the previous weight; NULL if there is no such tenant.
CREATE OR REPLACE FUNCTION set_tenant_weight(p_name text, p_weight integer, p_by text, OUT before integer)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE tenant t SET weight = p_weight, weight_set_by = p_by, weight_set_at = now()
   WHERE t.name = p_name
  RETURNING old.weight
$$;
CALL secure_function('set_tenant_weight', runs_as => 'imas_worker_fn', callers => '{imas_app}');

CREATE OR REPLACE FUNCTION tenant_weights()
  RETURNS TABLE (tenant_id uuid, name text, weight integer, weight_set_by text, weight_set_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, name, weight, weight_set_by, weight_set_at FROM tenant ORDER BY name $$;
CALL secure_function('tenant_weights', runs_as => 'imas_worker_fn', callers => '{imas_app}');

-- For how many seconds the oldest open transaction of this database has held back vacuum; 0 without one. NULL if the
-- migrating role could not grant the right to see other sessions.
CREATE OR REPLACE FUNCTION oldest_transaction(OUT seconds double precision)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT extract(epoch FROM clock_timestamp() - least(
           (SELECT min(xact_start) FROM pg_stat_activity
             WHERE datname = current_database() AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)),
           (SELECT min(prepared) FROM pg_prepared_xacts WHERE database = current_database()),
           clock_timestamp()))
   WHERE pg_has_role('pg_read_all_stats', 'USAGE')
$$;
CALL secure_function('oldest_transaction', runs_as => 'imas_worker_fn', callers => '{imas_app}');
