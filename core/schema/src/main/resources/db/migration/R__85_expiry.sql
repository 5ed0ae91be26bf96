-- Keeps the timer by which people are told that a token or a grant will end (SCH-25), whoever writes the row: 7 days and
-- 1 day before. What ends sooner than that is not told of.
CREATE OR REPLACE FUNCTION set_expiry_timer(p_tenant uuid, p_subject text, p_ends timestamptz)
  RETURNS void
  LANGUAGE sql AS $$
  WITH next AS (
    SELECT min(p_ends - d.before) AS at
      FROM unnest(ARRAY [interval '7 days', interval '1 day']) AS d(before)
     WHERE p_ends - d.before > now()),
  gone AS (
    DELETE FROM imas.timer t USING next n
     WHERE t.tenant_id = p_tenant AND t.kind = 'expiry-notice' AND t.subject = p_subject AND n.at IS NULL)
  INSERT INTO imas.timer (tenant_id, kind, subject, due_at, try_at, elapses)
  SELECT p_tenant, 'expiry-notice', p_subject, n.at, n.at, false FROM next n WHERE n.at IS NOT NULL
  ON CONFLICT (tenant_id, kind, subject) DO UPDATE
     SET life = uuidv7(), due_at = excluded.due_at, try_at = excluded.try_at, set_at = now(), attempts = 0, claim = NULL
$$;
CALL secure_function('set_expiry_timer', callers => '{imas_app}');

CREATE OR REPLACE FUNCTION watch_token_expiry() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM imas.set_expiry_timer(NEW.tenant_id, 'token:' || NEW.id,
                                CASE WHEN NEW.revoked_at IS NULL THEN NEW.expires_at END);
  RETURN NULL;
END $$;
CALL secure_function('watch_token_expiry');

CREATE OR REPLACE TRIGGER api_token_expiry AFTER INSERT OR UPDATE OF expires_at, revoked_at ON api_token
  FOR EACH ROW EXECUTE FUNCTION watch_token_expiry();

CREATE OR REPLACE FUNCTION watch_grant_expiry() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM imas.set_expiry_timer(NEW.tenant_id, 'grant:' || NEW.id,
                                CASE WHEN NEW.ended_at IS NULL THEN NEW.ends_at END);
  RETURN NULL;
END $$;
CALL secure_function('watch_grant_expiry');

CREATE OR REPLACE TRIGGER access_grant_expiry AFTER INSERT OR UPDATE OF ends_at, ended_at ON access_grant
  FOR EACH ROW EXECUTE FUNCTION watch_grant_expiry();
