-- The impact scopes that a tenant starts with: the examples of INC-20. They have no addresses, so they tell nobody until somebody
-- enters some. It runs as its caller, in the current tenant.
CREATE OR REPLACE FUNCTION seed_impact_scopes() RETURNS void
  LANGUAGE sql
  SET search_path = imas, pg_temp
AS $$
  INSERT INTO impact_scope (tenant_id, id, name, description, actions, regime)
  VALUES (current_tenant(), uuidv7(), 'Security Breach', 'Somebody may have seen or changed what they must not',
          'Tell the CISO at once', NULL),
         (current_tenant(), uuidv7(), 'GDPR/Legal', 'Personal data or a legal duty is concerned',
          'Document what happened within 72 h', 'gdpr-33'),
         (current_tenant(), uuidv7(), 'Public Relations', 'Customers or the press will ask',
          'Prepare what customers are told', NULL),
         (current_tenant(), uuidv7(), 'Financial Impact', 'Money is lost while it lasts', 'Estimate the loss', NULL)
$$;
CALL secure_function('seed_impact_scopes', callers => '{imas_app}');

-- The tenants some of whose scopes are added by the labels of alerts.
CREATE OR REPLACE FUNCTION tenants_with_labelled_scopes() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  SELECT DISTINCT s.tenant_id FROM impact_scope s WHERE s.is_active AND s.labels <> '{}'
$$;
CALL secure_function('tenants_with_labelled_scopes', runs_as => 'imas_worker_fn', callers => '{imas_app}');
