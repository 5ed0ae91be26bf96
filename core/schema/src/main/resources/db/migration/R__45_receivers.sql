-- Whoever a delivery can go to: contacts of teams; contacts of people, which are active once they are verified, as long as the
-- person is; and mail addresses that escalation policies and impact scopes name. A person's side reads no other table in its
-- FROM, so that a join with this view reads both tables by index.
CREATE OR REPLACE VIEW receiver WITH (security_invoker = true) AS
SELECT t.tenant_id, t.id, 'team' AS kind, t.team_id, NULL::uuid AS user_id, t.name, t.channel, t.address, t.secret_enc,
       t.min_severity, t.is_active, t.by_matrix, NULL::text AS locale, NULL::text AS time_zone,
       t.quiet_from IS NOT NULL AS may_be_quiet
  FROM team_contact t
UNION ALL
SELECT p.tenant_id, p.id, 'person', NULL, p.user_id,
       (SELECT u.username FROM user_account u WHERE u.tenant_id = p.tenant_id AND u.id = p.user_id) || '/' || p.name,
       p.channel, p.address, p.secret_enc, 4::smallint,
       p.is_active AND p.verified_at IS NOT NULL
         AND (SELECT u.is_active AND u.deleted_at IS NULL FROM user_account u WHERE u.tenant_id = p.tenant_id AND u.id = p.user_id), false,
       (SELECT u.locale FROM user_account u WHERE u.tenant_id = p.tenant_id AND u.id = p.user_id),
       (SELECT u.time_zone FROM user_account u WHERE u.tenant_id = p.tenant_id AND u.id = p.user_id), false
  FROM user_contact p
UNION ALL
SELECT a.tenant_id, a.id, 'address', NULL, NULL, a.address, 'email', a.address, NULL, 4::smallint, true, false, NULL, NULL, false
  FROM escalation_address a;
GRANT SELECT ON receiver TO imas_app, imas_worker_fn;

-- A provider says that a chat has a new id, and has taken a message there. The contact gets it, so that later messages go there at
-- once. Nothing is done if somebody has changed the address meanwhile, or the person has that one already.
CREATE OR REPLACE FUNCTION receiver_moved(p_tenant uuid, p_receiver uuid, p_channel text, p_from text, p_to text)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = imas, pg_temp
AS $$
  UPDATE team_contact c SET address = p_to, version = c.version + 1, updated_at = now()
   WHERE c.tenant_id = p_tenant AND c.id = p_receiver AND c.channel = p_channel AND c.address = p_from;
  UPDATE user_contact c SET address = p_to, version = c.version + 1, updated_at = now()
   WHERE c.tenant_id = p_tenant AND c.id = p_receiver AND c.channel = p_channel AND c.address = p_from
     AND NOT EXISTS (SELECT FROM user_contact o
                      WHERE o.tenant_id = c.tenant_id AND o.user_id = c.user_id AND o.channel = p_channel AND o.address = p_to)
$$;
CALL secure_function('receiver_moved', runs_as => 'imas_worker_fn', callers => '{imas_notifier}');
