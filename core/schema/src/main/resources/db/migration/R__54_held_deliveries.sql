-- Up to p_limit receivers after the given one, in the order of tenant and receiver, for whom held messages are due.
CREATE OR REPLACE FUNCTION due_holds(p_now timestamptz, p_tenant uuid, p_receiver uuid, p_limit integer)
  RETURNS TABLE (tenant_id uuid, receiver_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
  SET enable_seqscan = off
AS $$
  SELECT d.tenant_id, d.receiver_id FROM delivery d
   WHERE d.status = 'held' AND d.held_until <= p_now AND (d.tenant_id, d.receiver_id) > (p_tenant, p_receiver)
   GROUP BY d.tenant_id, d.receiver_id
   ORDER BY d.tenant_id, d.receiver_id LIMIT p_limit
$$;
CALL secure_function('due_holds', runs_as => 'imas_worker_fn', callers => '{imas_app}');
