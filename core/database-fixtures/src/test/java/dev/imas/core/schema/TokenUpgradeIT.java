package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import org.junit.jupiter.api.Test;

/** Tokens that were made before there were roles keep what they could do (requirement IAM-09). */
class TokenUpgradeIT {

  private static final String TENANT = "aaaaaaaa-0000-7000-8000-000000000001";

  @Test
  void eachTokenGetsTheRoleOfItsScopeAnOwnerAndWhatTheRoleDoesNotGive() {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("DROP SCHEMA imas CASCADE; CREATE SCHEMA imas AUTHORIZATION imas_owner");
      Migrations.flyway(database.config())
          .target("13")
          .repeatableSqlMigrationPrefix("none")
          .load()
          .migrate();
      database.execute(
          """
          INSERT INTO imas.tenant (tenant_id, name) VALUES ('%1$s', 'of old');
          INSERT INTO imas.api_token (tenant_id, id, name, token_hash, hint, scopes, created_by)
          SELECT '%1$s', uuidv7(), s.name, sha256(s.name::bytea), '', s.scopes::text[], 'test'
            FROM (VALUES ('r', '{read}'), ('w', '{read,write}'), ('a', '{read,write,admin}')) AS s (name, scopes);
          INSERT INTO imas.source (tenant_id, id, name, type, config)
          VALUES ('%1$s', uuidv7(), 'pair', 'ALERTMANAGER', '{"key_header": "X-Own"}')\
          """
              .formatted(TENANT));

      Migrations.run(database.config());

      assertThat(
              database.query(
                  "SELECT config ->> 'key_header' || ' ' || (config ->> 'shared_identity') FROM"
                      + " imas.source"))
          .as("what fires finds its recovery after the upgrade")
          .containsExactly("X-Own true");

      assertThat(
              database.query(
                  """
                  SELECT t.name || ' ' || t.role || ' ' || a.name || ' ' || count(g.id)
                    FROM imas.api_token t
                    JOIN imas.service_account a ON a.tenant_id = t.tenant_id AND a.id = t.service_account_id
                    LEFT JOIN imas.access_grant g ON g.tenant_id = t.tenant_id AND g.token_id = t.id
                   GROUP BY t.name, t.role, a.name ORDER BY t.name\
                  """))
          .containsExactly("a tenant_admin legacy 0", "r viewer legacy 0", "w operator legacy 7");
    }
  }
}
