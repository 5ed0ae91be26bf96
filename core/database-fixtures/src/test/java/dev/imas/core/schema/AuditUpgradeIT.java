package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import org.junit.jupiter.api.Test;

/** Entries of before the chain wait for their seals, too, and are known to be late. */
class AuditUpgradeIT {

  @Test
  void entriesOfEveryTenantWaitForALateSeal() {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("DROP SCHEMA imas CASCADE; CREATE SCHEMA imas AUTHORIZATION imas_owner");
      Migrations.flyway(database.config())
          .target("152")
          .repeatableSqlMigrationPrefix("none")
          .load()
          .migrate();
      database.execute(
          """
          INSERT INTO imas.audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind)
          SELECT gen_random_uuid(), uuidv7(), now() - interval '1 year', 'system', 'api', 'team.create', 'team'
            FROM generate_series(1, 3)\
          """);

      Migrations.run(database.config());

      assertThat(
              database.query(
                  "SELECT u.is_late FROM imas.audit_unsealed u JOIN imas.audit_entry e ON"
                      + " e.tenant_id = u.tenant_id AND e.id = u.id"))
          .containsExactly("t", "t", "t");
    }
  }
}
