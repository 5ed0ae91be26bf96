-- The versions of lookup tables that the active rules of these tenants name, and no others.
CREATE OR REPLACE FUNCTION ingest_lookup_tables_of(p_tenants uuid[])
  RETURNS TABLE (tenant_id uuid, version integer, name text, columns text[], rows text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT v.tenant_id, v.version, v.name, v.columns, v.rows::text
    FROM lookup_table_version v
   WHERE v.tenant_id = ANY (p_tenants)
     AND (v.tenant_id, v.version) IN (SELECT a.tenant_id, (rule -> 'enrich' ->> 'version')::integer
                                        FROM rule_set_activation a
                                        JOIN rule_set r ON r.tenant_id = a.tenant_id AND r.version = a.version
                                       CROSS JOIN LATERAL jsonb_array_elements(r.rules) AS rule
                                       WHERE a.tenant_id = ANY (p_tenants) AND rule ? 'enrich')
$$;
CALL secure_function('ingest_lookup_tables_of', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');

-- As gateways ask for it that were started before the one above was there: of one tenant.
CREATE OR REPLACE FUNCTION ingest_lookup_tables(p_tenant uuid)
  RETURNS TABLE (version integer, name text, columns text[], rows text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT v.version, v.name, v.columns, v.rows FROM ingest_lookup_tables_of(ARRAY [p_tenant]) AS v $$;
CALL secure_function('ingest_lookup_tables', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');
