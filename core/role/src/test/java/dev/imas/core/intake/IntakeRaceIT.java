package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestIngest;
import dev.imas.fixtures.database.TestIngest.Event;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class IntakeRaceIT {

  private static final int ALERTS = 120;
  private static final int GROUPS = 6;
  private static final int BATCHES = 150;

  /** Small units and no gathering, so that they collide as often as possible. */
  private static final Map<String, String> EAGER =
      Map.of(
          "IMAS_CORE_INTAKE_BATCH",
          "7",
          "IMAS_CORE_INTAKE_POLL",
          "10ms",
          "IMAS_CORE_INTAKE_GATHER",
          "0ms");

  @Test
  void twoCoresOfWhichOneIsKilledFollowEverythingOnce(Vertx vertx) {
    long seed = System.nanoTime();
    System.out.println("IntakeRaceIT seed " + seed);
    Random random = new Random(seed);
    MovableClock clock = MovableClock.atPresent();
    try (TestDatabase database = TestDatabase.create();
        TestIngest ingest = new TestIngest(database)) {
      UUID tenant =
          Bootstrap.run(database.config(), clock, Optional.empty(), Optional.empty()).tenant();
      UUID source = UUID.fromString(database.query("SELECT id FROM source").get(0));
      UUID service = UUID.fromString(database.query("SELECT id FROM service").get(0));
      TestIntake doomed = TestIntake.start(vertx, database, "doomed", clock, EAGER);
      try (TestIntake survivor = TestIntake.start(vertx, database, "survivor", clock, EAGER)) {
        for (int i = 0; i < BATCHES; i++) {
          clock.move(Duration.ofSeconds(1));
          ingest.post(tenant, source, clock.instant(), batch(random, service, clock.instant()));
          if (i == BATCHES / 2) {
            Await.until("both at work", doomed::followed, n -> n > 0);
            Await.until("both at work", survivor::followed, n -> n > 0);
            doomed.kill();
          }
        }
        Await.until(
            "an empty outbox", () -> database.count("SELECT count(*) FROM outbox"), n -> n == 0);
      }
      check(database);
    }
  }

  /** Alerts that open, get worse, recover and fire again, of all severities in each group. */
  private static List<Event> batch(Random random, UUID service, Instant now) {
    List<Event> events = new ArrayList<>();
    boolean[] taken = new boolean[ALERTS];
    for (int k = 0; k < 12; k++) {
      int alert = random.nextInt(ALERTS);
      if (taken[alert]) {
        continue;
      }
      taken[alert] = true;
      Event fire =
          Event.firing("race " + alert, 1 + random.nextInt(4), service, now)
              .inGroup("race " + alert % GROUPS);
      events.add(random.nextInt(3) == 0 ? fire.resolved() : fire);
    }
    return events;
  }

  private static void check(TestDatabase database) {
    assertThat(
            database.query(
                "SELECT group_key FROM incident WHERE status <> 'RESOLVED' GROUP BY 1 HAVING"
                    + " count(*) > 1"))
        .as("groups with two open incidents")
        .isEmpty();
    assertThat(
            database.query(
                """
                SELECT a.name FROM alert a LEFT JOIN alert_progress p ON p.fingerprint = a.fingerprint
                 WHERE a.seq > 0
                   AND (p.applied_seq IS DISTINCT FROM a.seq OR p.firing IS DISTINCT FROM (a.status = 1))\
                """))
        .as("alerts not followed to their end")
        .isEmpty();
    assertThat(
            database.query(
                """
                SELECT i.short_id FROM incident i
                 WHERE i.alert_count <> (SELECT count(*) FROM incident_alert m WHERE m.incident_id = i.id)
                    OR i.firing_count <> (SELECT count(*) FROM alert_progress p WHERE p.incident_id = i.id AND p.firing)
                    OR (i.status <> 'RESOLVED') <> (i.firing_count > 0)\
                """))
        .as("incidents that count wrongly")
        .isEmpty();
    assertThat(
            database.query(
                """
                SELECT i.short_id FROM incident i
                 WHERE 1 <> (SELECT count(*) FROM delivery d WHERE d.incident_id = i.id AND d.event = 'incident.triggered')
                    OR i.timeline_seq <> (SELECT count(*) FROM timeline t WHERE t.incident_id = i.id)\
                """))
        .as("incidents without exactly one first page, or with a hole in their timeline")
        .isEmpty();
    assertThat(database.count("SELECT count(*) FROM incident")).isPositive();
  }
}
