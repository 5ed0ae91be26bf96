-- Which schema this is. No row before the first migration has ended.
CREATE OR REPLACE FUNCTION schema_generation(OUT generation integer, OUT reads_from integer)
  RETURNS SETOF record
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT g.generation, g.reads_from FROM schema_generation g $$;
CALL secure_function('schema_generation', runs_as => 'imas_worker_fn', callers => '{imas_owner, imas_ingest, imas_app, imas_notifier}');

-- The end of a migration.
CREATE OR REPLACE FUNCTION record_schema_generation(p_generation integer, p_reads_from integer)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO schema_generation AS g (generation, reads_from) VALUES (p_generation, p_reads_from)
  ON CONFLICT (tenant_id) DO UPDATE
     SET generation = excluded.generation, reads_from = excluded.reads_from, migrated_at = now()
   WHERE (g.generation, g.reads_from) <> (excluded.generation, excluded.reads_from)
$$;
CALL secure_function('record_schema_generation', runs_as => 'imas_worker_fn', callers => '{imas_owner}');
