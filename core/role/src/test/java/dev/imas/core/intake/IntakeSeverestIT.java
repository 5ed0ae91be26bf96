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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows the units of intake take, and how many, while much waits. */
@ExtendWith(VertxExtension.class)
class IntakeSeverestIT {

  private static final int CROWD = 260;

  private final MovableClock clock = MovableClock.atPresent();
  private final TestDatabase database = TestDatabase.create();
  private final TestIngest ingest = new TestIngest(database);
  private final UUID tenant =
      Bootstrap.run(database.config(), clock, Optional.empty(), Optional.empty()).tenant();
  private final UUID source = UUID.fromString(database.query("SELECT id FROM source").get(0));
  private final UUID noisy = UUID.fromString(database.query("SELECT id FROM service").get(0));
  private final UUID quiet = UUID.randomUUID();

  IntakeSeverestIT() {
    database.execute(
        "INSERT INTO service (tenant_id, id, name, owner_team_id) SELECT tenant_id, '%s', 'quiet', owner_team_id FROM service"
            .formatted(quiet));
  }

  @AfterEach
  void close() {
    ingest.close();
    database.close();
  }

  private Event[] crowd(int severity) {
    return IntStream.range(0, CROWD)
        .mapToObj(n -> Event.firing("crowd " + n, severity, noisy, clock.instant()))
        .toArray(Event[]::new);
  }

  private void post(Event... events) {
    clock.move(Duration.ofSeconds(1));
    ingest.post(tenant, source, clock.instant(), List.of(events));
  }

  private Event quiet(int severity) {
    return Event.firing("quiet", severity, quiet, clock.instant());
  }

  private void drain(Vertx vertx, Map<String, String> settings) {
    try (TestIntake intake = TestIntake.start(vertx, database, "core", clock, settings)) {
      Await.until(
          "an empty outbox",
          Duration.ofMinutes(1),
          () -> database.count("SELECT count(*) FROM outbox"),
          n -> n == 0);
    }
  }

  /** The names of the alerts that each unit has put into incidents, in the order of the units. */
  private List<List<String>> units() {
    return database
        .query(
            """
            SELECT string_agg(a.name, ',') FROM incident_alert m JOIN alert a ON a.fingerprint = m.fingerprint
             GROUP BY m.xmin::text ORDER BY m.xmin::text::bigint\
            """)
        .stream()
        .map(names -> Arrays.asList(names.split(",")))
        .toList();
  }

  @Test
  void sev1GoesBeforeThousandsOfSev2AndUnitsThatOpenIncidentsAreSmall(Vertx vertx) {
    post(crowd(2));
    post(quiet(1));

    drain(vertx, Map.of());

    assertThat(units().getFirst()).as("none that is less severe").containsExactly("quiet");
    assertThat(units()).allSatisfy(unit -> assertThat(unit).hasSizeLessThanOrEqualTo(100));
    assertThat(units().stream().mapToInt(List::size).sum()).isEqualTo(CROWD + 1);
  }

  @Test
  void firstSev1OfOneServiceGoesBeforeTheSev1StormOfAnother(Vertx vertx) {
    post(crowd(1));
    post(quiet(1));

    drain(vertx, Map.of());

    assertThat(units().getFirst()).contains("quiet").hasSizeGreaterThan(1);
  }

  @Test
  void oldestIsPassedOverByThreeUnitsAtMost(Vertx vertx) {
    post(quiet(2));
    post(crowd(1));

    drain(vertx, Map.of());

    assertThat(units().getFirst()).doesNotContain("quiet");
    assertThat(units().subList(0, 4).stream().flatMap(List::stream)).contains("quiet");
  }

  @Test
  void unitsOfTheOtherLaneAreSmallToo(Vertx vertx) {
    post(crowd(3));

    drain(vertx, Map.of());

    assertThat(units()).allSatisfy(unit -> assertThat(unit).hasSizeLessThanOrEqualTo(200));
    assertThat(units().stream().mapToInt(List::size).sum()).isEqualTo(CROWD);
  }

  /**
   * Alerts that change their severity, recover and fire again wait all at once, and are taken in
   * units of so many rows. The rows of one alert are of both lanes and of all severities, so they
   * come out of order. An alert of each group goes on firing, so that no incident ends: at the end
   * it is as severe as its worst alert was, and knows who is in it and who still fires.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1_000})
  void orderInWhichSeveritiesAreTakenChangesNoResult(int batch, Vertx vertx) {
    long seed = System.nanoTime();
    System.out.println("IntakeSeverestIT seed " + seed);
    Random random = new Random(seed);
    int groups = 5;
    Map<String, String> expected = new TreeMap<>();
    boolean[] fires = new boolean[35];
    boolean[] fired = new boolean[fires.length];
    int[] worst = IntStream.range(0, groups).map(g -> 4).toArray();
    post(
        IntStream.range(0, groups).mapToObj(g -> event("anchor " + g, 4, g)).toArray(Event[]::new));
    for (int i = 0; i < 30; i++) {
      List<Event> events = new ArrayList<>();
      for (int alert : random.ints(0, fires.length).distinct().limit(9).toArray()) {
        int severity = 1 + random.nextInt(4);
        Event event = event("alert " + alert, severity, alert % groups);
        boolean firing = random.nextInt(3) > 0;
        events.add(firing ? event : event.resolved());
        fires[alert] = firing;
        fired[alert] |= firing;
        if (firing) {
          worst[alert % groups] = Math.min(worst[alert % groups], severity);
        }
      }
      post(events.toArray(Event[]::new));
    }
    for (int g = 0; g < groups; g++) {
      int group = g;
      expected.put(
          "group " + g,
          "group %d %d %d %d"
              .formatted(
                  g, worst[g], 1 + count(fired, group, groups), 1 + count(fires, group, groups)));
    }

    drain(vertx, Map.of("IMAS_CORE_INTAKE_BATCH", "" + batch, "IMAS_CORE_INTAKE_GATHER", "0ms"));

    assertThat(
            database.query(
                """
                SELECT group_key || ' ' || severity || ' ' || alert_count || ' ' || firing_count
                  FROM incident WHERE status <> 'RESOLVED' ORDER BY group_key\
                """))
        .containsExactlyElementsOf(expected.values());
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
                    OR 1 <> (SELECT count(*) FROM delivery d WHERE d.incident_id = i.id AND d.event = 'incident.triggered')\
                """))
        .as("incidents that count wrongly, or without exactly one first page")
        .isEmpty();
  }

  private Event event(String name, int severity, int group) {
    return Event.firing(name, severity, group % 2 == 0 ? noisy : quiet, clock.instant())
        .inGroup("group " + group);
  }

  private static int count(boolean[] alerts, int group, int groups) {
    return (int)
        Stream.iterate(group, alert -> alert < alerts.length, alert -> alert + groups)
            .filter(alert -> alerts[alert])
            .count();
  }
}
