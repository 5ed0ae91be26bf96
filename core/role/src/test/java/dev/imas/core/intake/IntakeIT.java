package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class IntakeIT {

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void firingOpensAnIncidentWithItsPageAndRecoveryEndsIt() {
    UUID service = core.service("shop");
    Event fire = Event.firing("Checkout slow", 2, service, core.now());
    core.post(fire);
    core.follow();

    JsonNode incident = only("shop");
    assertThat(incident.get("short_id").asText()).matches("INC-[2-9B-Z]{5}");
    assertThat(incident.get("title").asText()).isEqualTo("Checkout slow is bad");
    assertThat(incident.get("severity").asText()).isEqualTo("SEV2_HIGH");
    assertThat(incident.get("status").asText()).isEqualTo("TRIGGERED");
    assertThat(incident.get("alert_count").asInt()).isEqualTo(1);

    core.post(fire.resolved());
    core.follow();

    JsonNode detail = core.get("/api/v1/incidents/" + incident.get("short_id").asText()).json();
    assertThat(detail.get("status").asText()).isEqualTo("RESOLVED");
    assertThat(detail.get("acknowledged_at")).isEqualTo(detail.get("resolved_at"));
    assertThat(texts(detail.get("timeline"), "type"))
        .containsExactly("STATUS_CHANGE", "ALERT_RECEIVED", "ALERT_RESOLVED", "STATUS_CHANGE");
    JsonNode deliveries =
        core.get("/api/v1/deliveries?incident=" + incident.get("id").asText()).json();
    assertThat(texts(deliveries.get("items"), "event"))
        .containsExactlyInAnyOrder("incident.triggered", "incident.resolved");
    assertThat(texts(deliveries.get("items"), "channel")).containsOnly("console");
  }

  @Test
  void refireWithinTheWindowReopensAndAfterItOpensAnother() {
    UUID service = core.service("search");
    Event fire = Event.firing("Index stale", 3, service, core.now());
    core.post(fire);
    core.follow();
    core.post(fire.resolved());
    core.follow();
    String first = only("search").get("id").asText();

    core.clock.move(Duration.ofMinutes(10));
    core.post(fire.startedAt(core.now()));
    core.follow();
    assertThat(only("search").get("status").asText()).isEqualTo("TRIGGERED");
    assertThat(only("search").get("reopen_count").asInt()).isEqualTo(1);

    core.post(fire.startedAt(core.now()).resolved());
    core.follow();
    core.clock.move(Duration.ofMinutes(31));
    core.post(fire.startedAt(core.now()));
    core.follow();
    JsonNode items = core.get("/api/v1/incidents?service=search").json().get("items");
    assertThat(items).hasSize(2);
    assertThat(items.get(0).get("previous_id").asText()).isEqualTo(first);
  }

  @Test
  void stormOfOneGroupIsOneIncidentWithOnePageAndALineForEachLane() {
    UUID service = core.service("storm");
    List<Event> storm = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      storm.add(Event.firing("s" + i, 4 - i % 4, service, core.now()).inGroup("storm"));
    }
    core.post(storm.toArray(Event[]::new));
    core.follow();

    JsonNode incident = only("storm");
    assertThat(incident.get("alert_count").asInt()).isEqualTo(400);
    assertThat(incident.get("firing_count").asInt()).isEqualTo(400);
    assertThat(incident.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    JsonNode detail = core.get("/api/v1/incidents/" + incident.get("id").asText()).json();
    // One entry for the urgent rows, which went first, and one for the rest.
    assertThat(texts(detail.get("timeline"), "type"))
        .containsExactly("STATUS_CHANGE", "ALERT_RECEIVED", "ALERT_RECEIVED");
    assertThat(detail.at("/timeline/1/metadata/count").asInt()).isEqualTo(200);
    assertThat(detail.at("/timeline/2/metadata/count").asInt()).isEqualTo(200);
    assertThat(detail.at("/timeline/1/metadata/fingerprints")).hasSize(20);
    assertThat(
            texts(
                core.get("/api/v1/deliveries?incident=" + incident.get("id").asText())
                    .json()
                    .get("items"),
                "event"))
        .containsExactly("incident.triggered");
    assertThat(detail.get("growth_due_at").isTextual()).isTrue();
  }

  @Test
  void fiveThousandTransitionsAreConsumedWithinAMinute() {
    UUID service = core.service("big");
    List<Event> storm = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      storm.add(Event.firing("big" + i, 3, service, core.now()).inGroup("big" + i % 1_000));
    }
    Instant begun = Instant.now();
    core.post(storm.toArray(Event[]::new));
    core.follow();
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(60));
    assertThat(
            core.database.count(
                "SELECT count(*) FROM incident WHERE service_id = '" + service + "'"))
        .isEqualTo(1_000);
  }

  @Test
  void rowThatFailsIsPutOffAndStallsNobody() {
    UUID service = core.service("poison");
    // Its group key is too long for the index of incidents.
    Event poison = Event.firing("poison", 1, service, core.now()).inGroup("p" + noise(40_000));
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(Event.firing("good" + i, 2, service, core.now()));
    }
    all.add(7, poison);
    core.post(all.toArray(Event[]::new));
    Await.until(
        "the good ones",
        () ->
            core.database.count(
                "SELECT count(*) FROM incident WHERE service_id = '" + service + "'"),
        n -> n == 20);
    Await.until(
        "the poison put off",
        () -> core.database.count("SELECT count(*) FROM outbox WHERE attempts > 0"),
        n -> n == 1);
    core.database.execute("DELETE FROM outbox");
  }

  /** Another core processes an alert between what a unit reads of it and what it writes. */
  @Test
  void unitThatMeetsAnothersRowIsMadeAnewAndHasNotFailed() throws SQLException {
    UUID service = core.service("met");
    String failures = failures();
    try (Connection other = core.database.connect();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("LOCK TABLE alert_progress IN SHARE ROW EXCLUSIVE MODE");
      core.post(Event.firing("met", 3, service, core.now()));
      Await.until(
          "a unit that waits to write",
          () -> core.database.count("SELECT count(*) FROM pg_locks WHERE NOT granted"),
          n -> n > 0);
      sql.execute(
          "INSERT INTO alert_progress (tenant_id, fingerprint, applied_seq, firing)"
              + " SELECT tenant_id, fingerprint, 1, true FROM alert WHERE name = 'met'");
      other.commit();
    }
    core.follow();

    assertThat(failures()).isEqualTo(failures);
    assertThat(core.get("/api/v1/incidents?service=met").json().get("items")).isEmpty();
  }

  private static String failures() {
    return core.send(null, "GET", "/metrics", null)
        .http()
        .body()
        .lines()
        .filter(line -> line.startsWith("imas_intake_failures_total"))
        .findFirst()
        .orElseThrow();
  }

  /** As three previews of a viewer once did: a SEV1 became an incident 147 seconds late. */
  @Test
  void requestsThatTakeAllVirtualThreadsKeepNoPageWaiting() throws InterruptedException {
    UUID service = core.service("while-busy");
    AtomicBoolean isBusy = new AtomicBoolean(true);
    List<Thread> busy = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        busy.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (isBusy.get()) {
                        Thread.onSpinWait();
                      }
                    }));
      }
      core.post(Event.firing("While busy", 1, service, core.now()));
      core.follow();
      assertThat(
              core.database.count(
                  "SELECT count(*) FROM delivery d JOIN incident i ON i.id = d.incident_id WHERE"
                      + " i.service_id = '"
                      + service
                      + "'"))
          .isPositive();
    } finally {
      isBusy.set(false);
      for (Thread one : busy) {
        one.join();
      }
    }
  }

  private static String noise(int length) {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    while (text.length() < length) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    return text.toString();
  }

  private static JsonNode only(String service) {
    JsonNode items = core.get("/api/v1/incidents?service=" + service).json().get("items");
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private static List<String> texts(JsonNode array, String member) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.get(member).asText()));
    return texts;
  }
}
