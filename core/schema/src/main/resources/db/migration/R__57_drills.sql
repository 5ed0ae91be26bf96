-- The drill of a message, by the hash of its link's token. Whoever has the link ends the drill, so a drill that has ended has
-- links that only say so.
CREATE OR REPLACE FUNCTION find_drill_link(p_hash bytea)
  RETURNS TABLE (tenant_id uuid, drill_id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT m.tenant_id, m.drill_id, m.name FROM drill_message m WHERE m.token_hash = p_hash
$$;
CALL secure_function('find_drill_link', runs_as => 'imas_worker_fn', callers => '{imas_app}');
