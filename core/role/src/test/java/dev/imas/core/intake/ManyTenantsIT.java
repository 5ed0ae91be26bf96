package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestIngest;
import dev.imas.fixtures.database.TestIngest.Event;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An outage of everybody: one SEV1 in each of many tenants. */
@ExtendWith(VertxExtension.class)
class ManyTenantsIT {

  /** Without gathering, as fast as can be. */
  private static final Map<String, String> EAGER =
      Map.of("IMAS_CORE_INTAKE_POLL", "50ms", "IMAS_CORE_INTAKE_GATHER", "0ms");

  private static final String OPENINGS =
      "SELECT count(DISTINCT xmin::text) FROM timeline WHERE seq = 1";

  private final MovableClock clock = MovableClock.atPresent();
  private final TestDatabase database = TestDatabase.create();
  private final TestIngest ingest = new TestIngest(database);

  @AfterEach
  void close() {
    ingest.close();
    database.close();
  }

  /** Each has a team that is told, and the triage service; its ids are in the order of numbers. */
  private void moveIn(int tenants) {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) SELECT lpad(n::text, 32, '0')::uuid, 't-' || n FROM generate_series(1, %1$d) AS n;
        INSERT INTO team (tenant_id, id, name) SELECT tenant_id, tenant_id, 'ops' FROM tenant WHERE name LIKE 't-%%';
        INSERT INTO service (tenant_id, id, name, owner_team_id, is_triage)
        SELECT tenant_id, tenant_id, 'triage', tenant_id, true FROM team WHERE name = 'ops';
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, tenant_id, tenant_id, 'hook', 'webhook', 'http://127.0.0.1:1/' FROM team WHERE name = 'ops';
        INSERT INTO source (tenant_id, id, name, type) SELECT tenant_id, tenant_id, 's', 'ANY' FROM team WHERE name = 'ops'\
        """
            .formatted(tenants));
  }

  private static UUID tenant(int number) {
    return UUID.fromString("00000000-0000-0000-0000-%012d".formatted(number));
  }

  private void post(int number, String name, int severity) {
    UUID tenant = tenant(number);
    ingest.post(
        tenant,
        tenant,
        clock.instant(),
        List.of(Event.firing(name + " " + number, severity, tenant, clock.instant()).inGroup("g")));
  }

  private long open() {
    return database.count("SELECT count(*) FROM incident");
  }

  private void checkEachOnce(int tenants) {
    assertThat(database.count("SELECT count(DISTINCT tenant_id) FROM incident")).isEqualTo(tenants);
    assertThat(open()).isEqualTo(tenants);
    assertThat(
            database.count(
                """
                SELECT count(*) FROM incident i
                 WHERE i.alert_count = 1 AND i.firing_count = 1
                   AND 1 = (SELECT count(*) FROM incident_alert a
                             WHERE a.tenant_id = i.tenant_id AND a.incident_id = i.id)
                   AND 1 = (SELECT count(*) FROM delivery d
                             WHERE d.tenant_id = i.tenant_id AND d.incident_id = i.id AND d.receiver_id = i.tenant_id
                               AND d.event = 'incident.triggered')\
                """))
        .as("incidents of one alert, each with one page to its own tenant's contact")
        .isEqualTo(tenants);
    assertThat(database.count("SELECT count(*) FROM outbox")).isZero();
  }

  /** One of two cores dies in the middle of it. */
  @Test
  void everyTenantsIncidentOpensOnceAndTheyShareTransactions(Vertx vertx) {
    int tenants = 1_200;
    moveIn(tenants);
    for (int n = 1; n <= tenants; n++) {
      post(n, "outage", n % 3 == 0 ? 3 : 1);
    }
    TestIntake doomed = TestIntake.start(vertx, database, "doomed", clock, EAGER);
    try (TestIntake survivor = TestIntake.start(vertx, database, "survivor", clock, EAGER)) {
      Await.until("some of them", doomed::followed, n -> n > 20);
      doomed.kill();
      Await.until("all of them", this::open, n -> n >= tenants);
      Await.until("an end", () -> database.count("SELECT count(*) FROM outbox"), n -> n == 0);
    }
    checkEachOnce(tenants);
    assertThat(database.count(OPENINGS))
        .as("transactions in which incidents opened")
        .isLessThan(tenants / 4);
  }

  @Test
  void tenantWhosePartFailsIsSetAsideAndTheOthersGoOn(Vertx vertx) {
    int tenants = 40;
    moveIn(tenants);
    database.execute(
        "ALTER TABLE incident ADD CONSTRAINT not_here CHECK (tenant_id <> '%s')"
            .formatted(tenant(13)));
    for (int n = 1; n <= tenants; n++) {
      post(n, "outage", 1);
    }
    try (TestIntake intake = TestIntake.start(vertx, database, "units", clock, EAGER)) {
      Await.until("the others", this::open, n -> n == tenants - 1);
      assertThat(database.query("SELECT DISTINCT tenant_id::text FROM outbox WHERE attempts > 0"))
          .as("alone is put off")
          .containsExactly(tenant(13).toString());
      assertThat(database.count(OPENINGS))
          .as("the others still share transactions, but for those beside it")
          .isLessThan(tenants / 2);
      database.execute("ALTER TABLE incident DROP CONSTRAINT not_here");
      Await.until("the last", this::open, n -> n == tenants);
    }
    checkEachOnce(tenants);
  }

  /** Somebody writes to its incident, and does not come to an end. */
  @Test
  void tenantWhoseRowsAreHeldHindersNobodyElse(Vertx vertx) throws SQLException {
    int tenants = 40;
    moveIn(tenants);
    post(13, "before", 1);
    try (TestIntake intake = TestIntake.start(vertx, database, "held", clock, EAGER);
        Connection other = database.connect();
        Statement holding = other.createStatement()) {
      Await.until("the one before", this::open, n -> n == 1);
      other.setAutoCommit(false);
      holding.execute("SELECT 1 FROM imas.incident FOR UPDATE");
      for (int n = 1; n <= tenants; n++) {
        post(n, "outage", 1);
      }
      intake.nudge();
      // Sooner than the statement that waits would be cancelled.
      Await.until("the others", Duration.ofSeconds(12), this::open, n -> n == tenants);
      assertThat(database.query("SELECT DISTINCT tenant_id::text FROM outbox"))
          .as("still waits")
          .containsExactly(tenant(13).toString());
      other.rollback();
      Await.until("the last", () -> database.count("SELECT count(*) FROM outbox"), n -> n == 0);
      assertThat(database.query("SELECT alert_count FROM incident WHERE alert_count > 1"))
          .containsExactly("2");
    }
  }
}
