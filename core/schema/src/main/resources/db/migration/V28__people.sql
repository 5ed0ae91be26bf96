-- The tokens and grants that there are get the timers of R__85_expiry.sql, which those to come get from its triggers.
INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
SELECT e.tenant_id, 'expiry-notice', e.subject, n.at, n.at, false
  FROM (SELECT tenant_id, 'token:' || id AS subject, expires_at AS ends FROM api_token WHERE revoked_at IS NULL
        UNION ALL
        SELECT tenant_id, 'grant:' || id, ends_at FROM access_grant WHERE ended_at IS NULL) AS e
 CROSS JOIN LATERAL (
   SELECT min(e.ends - d.before) AS at
     FROM unnest(ARRAY [interval '7 days', interval '1 day']) AS d(before)
    WHERE e.ends - d.before > now()) AS n
 WHERE n.at IS NOT NULL;

-- To which phone numbers codes are sent, of a tenant that has chosen: what the numbers begin with, after the plus. Who is not
-- here gets the countries of its providers' own numbers (dev.imas.core.contact.CodeCountries).
CREATE TABLE code_countries (
  tenant_id      uuid PRIMARY KEY REFERENCES tenant,
  phone_prefixes text[] NOT NULL CHECK (cardinality(phone_prefixes) <= 300),
  version        integer NOT NULL,
  updated_at     timestamptz NOT NULL DEFAULT now()
);
CALL secure_table('code_countries');
GRANT SELECT, INSERT, UPDATE, DELETE ON code_countries TO imas_app;
