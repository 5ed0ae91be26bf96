-- Which schema this is. No row before the first migration has ended.
CREATE OR REPLACE FUNCTION schema_generation(OUT generation integer, OUT reads_from integer)
  RETURNS SETOF record
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$ SELECT g.generation, g.reads_from FROM schema_generation g $$;
CALL secure_function('schema_generation', callers => '{imas_ingest, imas_app, imas_notifier}');
