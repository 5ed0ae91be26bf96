package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * What an earlier version reminded nobody of any more is told again (requirement 23: never silent).
 */
class ReminderUpgradeIT {

  private static final String TENANT = "aaaaaaaa-0000-7000-8000-000000000001";

  @Test
  void whatBurnsAndIsSevereIsRemindedOfAgain() {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("DROP SCHEMA imas CASCADE; CREATE SCHEMA imas AUTHORIZATION imas_owner");
      Migrations.flyway(database.config())
          .target("140")
          .repeatableSqlMigrationPrefix("none")
          .load()
          .migrate();
      database.execute(
          """
          INSERT INTO imas.tenant (tenant_id, name) VALUES ('%1$s', 'of old');
          INSERT INTO imas.team (tenant_id, id, name) VALUES ('%1$s', '%1$s', 'shop');
          INSERT INTO imas.service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%1$s', 'orders', '%1$s');
          INSERT INTO imas.incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                                     detected_at, created_at, updated_at)
          SELECT '%1$s', uuidv7(), s.name, 'down', '%1$s', s.severity, s.status, 'alert', 'system', now(), now(), now()
            FROM (VALUES ('A', 1, 'TRIGGERED'), ('B', 2, 'TRIGGERED'), ('C', 3, 'TRIGGERED'), ('D', 1, 'RESOLVED'),
                         ('E', 1, 'ACKNOWLEDGED'), ('F', 3, 'TRIGGERED'), ('G', 3, 'TRIGGERED')) AS s (name, severity, status);
          DELETE FROM imas.incident_reminder;
          INSERT INTO imas.incident_reminder (tenant_id, incident_id, reminded_at, due_at)
          SELECT i.tenant_id, i.id, r.reminded_at, now() + interval '45 minutes'
            FROM imas.incident i
            JOIN (VALUES ('F', now() - interval '1 minute'), ('G', now() + interval '30 minutes')) AS r (name, reminded_at)
              ON r.name = i.short_id\
          """
              .formatted(TENANT));

      Migrations.run(database.config());

      assertThat(
              database.query(
                  """
                  SELECT i.short_id FROM imas.incident_reminder r
                    JOIN imas.incident i ON i.tenant_id = r.tenant_id AND i.id = r.incident_id
                   WHERE r.due_at > now() + interval '50 minutes' ORDER BY 1\
                  """))
          .as("not at once, when cores of before may still run")
          .containsExactly("A", "B");
      assertThat(
              database.query(
                  """
                  SELECT i.short_id FROM imas.incident_reminder r
                    JOIN imas.incident i ON i.tenant_id = r.tenant_id AND i.id = r.incident_id
                   WHERE r.due_at <= now()\
                  """))
          .as("the clock by which it was put off was set back since")
          .containsExactly("G");
    }
  }
}
