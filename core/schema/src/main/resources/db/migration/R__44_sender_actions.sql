-- The tenants whose acknowledgements and notes, posted by senders, wait to be followed. None is put off for longer than a second,
-- so a time that lies a minute ahead comes from a clock that was set back since.
CREATE OR REPLACE FUNCTION sender_action_tenants()
  RETURNS TABLE (tenant_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT a.tenant_id FROM sender_action a WHERE a.not_before <= now() OR a.not_before > now() + interval '1 minute'
  UNION
  SELECT n.tenant_id FROM sender_note n WHERE n.not_before <= now() OR n.not_before > now() + interval '1 minute'
  UNION
  SELECT k.tenant_id FROM alert_acknowledgement k WHERE NOT k.is_used
$$;
CALL secure_function('sender_action_tenants', runs_as => 'imas_worker_fn', callers => '{imas_app}');
