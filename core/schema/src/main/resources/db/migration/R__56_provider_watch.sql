-- The active providers whose circuit is not closed at some notifier, and whose last attempt failed. A notifier renews what it
-- reports of a circuit every thirty seconds.
CREATE OR REPLACE FUNCTION failing_providers()
  RETURNS TABLE (tenant_id uuid, id uuid, name text, type text, version integer, last_success_at timestamptz, last_error text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.tenant_id, p.id, p.name, p.type, p.version, h.last_success_at, h.last_error
    FROM provider_health h
    JOIN provider p ON p.tenant_id = h.tenant_id AND p.id = h.provider_id
   WHERE p.is_active AND h.circuits <> '{}' AND (h.last_error_at > h.last_success_at) IS NOT FALSE
     AND EXISTS (SELECT FROM jsonb_each(h.circuits) AS c
                  WHERE (c.value ->> 'at')::timestamptz BETWEEN now() - interval '2 minutes' AND now() + interval '2 minutes' AND c.value ->> 'state' <> 'closed')
$$;
CALL secure_function('failing_providers', runs_as => 'imas_worker_fn', callers => '{imas_app}');
