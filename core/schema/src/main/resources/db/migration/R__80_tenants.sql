CREATE OR REPLACE FUNCTION list_tenants()
  RETURNS TABLE (tenant_id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, name FROM tenant ORDER BY tenant_id $$;
CALL secure_function('list_tenants', runs_as => 'imas_worker_fn', callers => '{imas_app}');

CREATE OR REPLACE FUNCTION tenant_names()
  RETURNS TABLE (tenant_id uuid, name text, created_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT tenant_id, name, created_at FROM tenant ORDER BY name $$;
CALL secure_function('tenant_names', runs_as => 'imas_worker_fn', callers => '{imas_app}');

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

-- The policy that a tenant starts with for SEV1: dev.imas.core.policy.ReferenceLadder. It runs as its caller, under row-level
-- security.
CREATE OR REPLACE FUNCTION seed_ladder(p_by text, p_at timestamptz) RETURNS void
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_ladder CONSTANT uuid := uuidv7();
BEGIN
  INSERT INTO escalation_policy (tenant_id, id, name, description, severities, created_at, updated_at)
  VALUES (current_tenant(), v_ladder, 'SEV1 ladder',
          'At once the team''s channels and whoever is on call; then the secondary, the leads, the manager and the person of'
          ' last resort.', '{1}', p_at, p_at);
  INSERT INTO escalation_policy_version (tenant_id, policy_id, version, definition, made_at, made_by)
  VALUES (current_tenant(), v_ladder, 1, '{
    "name": "SEV1 ladder", "severities": ["SEV1"], "is_default": false, "rounds": 3, "repeat_after": "PT30M",
    "steps": [
      {"after": "PT0S", "notify": [{"type": "team_channels"}, {"type": "oncall"}]},
      {"after": "PT5M", "notify": [{"type": "oncall"}, {"type": "oncall", "level": 2}]},
      {"after": "PT10M", "notify": [{"type": "leads"}], "channels": ["email", "sms"]},
      {"after": "PT15M", "notify": [{"type": "manager"}]},
      {"after": "PT30M", "notify": [{"type": "last_resort"}], "channels": ["email", "sms"]}]}', p_at, p_by);
END $$;
CALL secure_function('seed_ladder', callers => '{imas_app}');

-- A tenant with what it starts with: a team that owns the triage service, a source with its key, a code for the first
-- administrator, who is told when nobody else is reached (an address, and the console), the example impact scopes, and the ladder
-- for SEV1. It runs as its caller, under row-level security, and leaves the transaction in the new tenant.
CREATE OR REPLACE FUNCTION create_tenant(
  p_tenant uuid, p_name text, p_by text, p_at timestamptz, p_source text, p_key_hash bytea, p_key_hint text,
  p_code_hash bytea, p_code_until timestamptz, p_fallback text,
  OUT team_id uuid, OUT service_id uuid, OUT source_id uuid)
  LANGUAGE plpgsql
  SET search_path = imas, pg_temp
AS $$
DECLARE
  v_mail    CONSTANT uuid := uuidv7();
  v_console CONSTANT uuid := uuidv7();
BEGIN
  team_id := uuidv7();
  service_id := uuidv7();
  source_id := uuidv7();
  PERFORM set_config('imas.tenant', p_tenant::text, true);
  INSERT INTO tenant (tenant_id, name) VALUES (p_tenant, p_name);
  INSERT INTO team (tenant_id, id, name) VALUES (p_tenant, team_id, 'Operations');
  INSERT INTO service (tenant_id, id, name, description, owner_team_id, is_triage)
  VALUES (p_tenant, service_id, 'Unknown/Triage', 'Takes the alerts that name no known service', team_id, true);
  INSERT INTO source (tenant_id, id, name, type) VALUES (p_tenant, source_id, p_source, 'ANY');
  INSERT INTO source_key (tenant_id, id, source_id, key_hash, hint)
  VALUES (p_tenant, uuidv7(), source_id, p_key_hash, p_key_hint);
  INSERT INTO user_invitation (tenant_id, id, code_hash, role, created_by, created_at, expires_at)
  VALUES (p_tenant, uuidv7(), p_code_hash, 'tenant_admin', p_by, p_at, p_code_until);
  INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
  VALUES (p_tenant, v_mail, team_id, 'Fallback', 'email', p_fallback),
         (p_tenant, v_console, team_id, 'Console', 'console', '');
  INSERT INTO fallback_contact (tenant_id, contact_id, position) VALUES (p_tenant, v_mail, 1), (p_tenant, v_console, 2);
  PERFORM seed_impact_scopes();
  PERFORM seed_ladder(p_by, p_at);
END $$;
CALL secure_function('create_tenant', callers => '{imas_app}');
