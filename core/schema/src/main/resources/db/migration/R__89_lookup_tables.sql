-- The versions of lookup tables that a tenant's active rules name, and no others.
CREATE OR REPLACE FUNCTION ingest_lookup_tables(p_tenant uuid)
  RETURNS TABLE (version integer, name text, columns text[], rows text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT v.version, v.name, v.columns, v.rows::text
    FROM lookup_table_version v
   WHERE v.tenant_id = p_tenant
     AND v.version IN (SELECT (rule -> 'enrich' ->> 'version')::integer
                         FROM rule_set_activation a
                         JOIN rule_set r ON r.tenant_id = a.tenant_id AND r.version = a.version
                        CROSS JOIN LATERAL jsonb_array_elements(r.rules) AS rule
                        WHERE a.tenant_id = p_tenant AND rule ? 'enrich')
$$;
CALL secure_function('ingest_lookup_tables', runs_as => 'imas_ingest_fn', callers => '{imas_ingest}');
