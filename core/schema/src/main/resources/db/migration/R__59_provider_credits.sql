-- Up to p_most active providers of these types whose credits were not asked for within p_every, or not since the provider was
-- changed. Whoever gets one asks; of several notifiers one does.
CREATE OR REPLACE FUNCTION claim_credit_checks(p_types text[], p_every interval, p_most integer)
  RETURNS TABLE (tenant_id uuid, provider_id uuid, type text)
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  WITH due AS (
    SELECT p.tenant_id, p.id, p.type, p.version
      FROM provider p
      LEFT JOIN provider_credits c ON c.tenant_id = p.tenant_id AND c.provider_id = p.id
     WHERE p.is_active AND p.type = ANY (p_types)
       AND (c.asked_at IS NULL OR c.asked_at < now() - p_every OR c.asked_version < p.version)
     ORDER BY c.asked_at NULLS FIRST, p.tenant_id, p.id
     LIMIT p_most),
  asked AS (
    INSERT INTO provider_credits AS c (tenant_id, provider_id, asked_at, asked_version)
    SELECT d.tenant_id, d.id, now(), d.version FROM due d ORDER BY d.tenant_id, d.id
    ON CONFLICT (tenant_id, provider_id) DO UPDATE
       SET asked_at = excluded.asked_at, asked_version = excluded.asked_version
     WHERE c.asked_at < now() - p_every OR c.asked_version < excluded.asked_version
    RETURNING c.tenant_id, c.provider_id)
  SELECT d.tenant_id, d.id, d.type FROM due d JOIN asked a ON a.tenant_id = d.tenant_id AND a.provider_id = d.id
$$;
CALL secure_function('claim_credit_checks', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');

-- The active providers with few credits left.
CREATE OR REPLACE FUNCTION providers_low_on_credits()
  RETURNS TABLE (tenant_id uuid, id uuid, name text, type text, credits double precision, low_since timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT p.tenant_id, p.id, p.name, p.type, c.credits, c.low_since
    FROM provider_credits c
    JOIN provider p ON p.tenant_id = c.tenant_id AND p.id = c.provider_id
   WHERE p.is_active AND c.low_since IS NOT NULL
$$;
CALL secure_function('providers_low_on_credits', runs_as => 'imas_worker_fn', callers => '{imas_app}');
