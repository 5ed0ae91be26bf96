package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.ClockWatch;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to alerts and their incidents when no event comes, or a person resolved too soon.
 */
class AlertSweepIT {

  private RunningCore core;

  @BeforeEach
  void start() {
    core =
        RunningCore.start(
            Map.of(
                "IMAS_CORE_TIMER_POLL", "50ms",
                "IMAS_CORE_EXPIRY_INTERVAL", "100ms",
                "IMAS_CORE_STALE_AFTER", "3d"));
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private JsonNode incident(String service) {
    return core.get("/api/v1/incidents?service=" + service).json().at("/items/0");
  }

  private void awaitStatus(String service, String status) {
    Await.until(
        service + " to be " + status,
        () -> incident(service).get("status").asText(),
        status::equals);
  }

  private String timeline(String service) {
    return core.get("/api/v1/incidents/" + incident(service).get("id").asText())
        .json()
        .get("timeline")
        .toString();
  }

  /** Each of the sweeps has run twice since. */
  private void sweepsPass() {
    for (String timer : new String[] {"alert-expiry", "alert-lapse", "incident-recheck"}) {
      long runs = runs(timer);
      Await.until("two more runs of " + timer, () -> runs(timer), n -> n > runs + 1);
    }
  }

  private long runs(String timer) {
    return (long)
        core.meters.find("imas.timer.lateness").tag("kind", timer).timers().stream()
            .mapToLong(io.micrometer.core.instrument.Timer::count)
            .sum();
  }

  private void resolve(String service) {
    assertThat(
            core.post(
                    "/api/v1/incidents/" + incident(service).get("id").asText() + "/resolve",
                    "{\"message\":\"done\"}")
                .status())
        .isEqualTo(200);
  }

  private void gatewaysSpeak() {
    core.database.query("SELECT ingest_listens('%s', interval '30 s')".formatted(core.now()));
  }

  @Test
  void ourOwnAbsenceIsNobodysSilence() {
    UUID service = core.service("absent");
    core.post(Event.firing("Absent", 2, service, core.now()).endingAt(core.now().plusSeconds(240)));
    core.follow();
    // Since then no gateway has reached the database.
    core.database.execute(
        "UPDATE listening SET since = '%s', until = '%s'"
            .formatted(core.now().minusSeconds(3_600), core.now()));
    core.clock.move(Duration.ofMinutes(8));
    sweepsPass();
    assertThat(incident("absent").get("status").asText()).isEqualTo("TRIGGERED");

    gatewaysSpeak();
    sweepsPass();
    assertThat(incident("absent").get("status").asText()).isEqualTo("TRIGGERED");
    core.clock.move(Duration.ofSeconds(5));
    core.post(Event.firing("Absent", 2, service, core.now()).endingAt(core.now().plusSeconds(240)));
    for (int i = 0; i < 12; i++) {
      core.clock.move(Duration.ofSeconds(25));
      gatewaysSpeak();
    }
    // A sender that did not post after all now counts as silent.
    awaitStatus("absent", "RESOLVED");
  }

  @Test
  void alertsAreNotOverWhileNoGatewayListens() {
    UUID service = core.service("deaf");
    core.post(Event.firing("Deaf", 2, service, core.now()).endingAt(core.now().plusSeconds(240)));
    core.follow();
    core.database.execute("UPDATE listening SET until = '%s'".formatted(core.now()));

    core.clock.move(Duration.ofDays(1));
    sweepsPass();

    assertThat(incident("deaf").get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void whatFiresOnAfterItWasResolvedByHandIsOpenedAgainHalfAnHourLater() {
    UUID service = core.service("hasty");
    Event fires = Event.firing("Hasty", 2, service, core.now());
    core.post(fires);
    core.follow();
    resolve("hasty");
    core.clock.move(Duration.ofMinutes(10));
    core.post(fires);
    core.clock.move(Duration.ofMinutes(19));
    sweepsPass();
    assertThat(incident("hasty").get("status").asText()).isEqualTo("RESOLVED");

    core.clock.move(Duration.ofMinutes(2));

    awaitStatus("hasty", "TRIGGERED");
    assertThat(timeline("hasty")).contains("Reopened: Hasty still fires, 31 min later");
    assertThat(incident("hasty").get("firing_count").asInt()).isEqualTo(1);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM delivery WHERE event = 'incident.reopened' AND incident_id ="
                    + " '"
                    + incident("hasty").get("id").asText()
                    + "'"))
        .isEqualTo(1);
    assertThat(core.database.count("SELECT count(*) FROM recount_ledger()")).isZero();
    core.clock.move(Duration.ofMinutes(2));
    Await.until(
        "nothing left to look at again",
        () -> core.database.count("SELECT count(*) FROM incident_recheck"),
        n -> n == 0);
  }

  @Test
  void whatWasResolvedByHandAndIsNotHeardOfAgainStaysResolvedUntilItIs() {
    UUID service = core.service("quiet");
    Event fires = Event.firing("Quiet", 2, service, core.now());
    core.post(fires);
    core.follow();
    core.clock.move(Duration.ofSeconds(1));
    resolve("quiet");
    core.clock.move(Duration.ofHours(2));
    sweepsPass();
    assertThat(incident("quiet").get("status").asText()).isEqualTo("RESOLVED");

    core.post(fires);
    core.clock.move(Duration.ofMinutes(2));

    awaitStatus("quiet", "TRIGGERED");
  }

  @Test
  void whatFiresOnAfterTheClockWasSetBackIsFoundByTheNewClock() {
    UUID service = core.service("back");
    core.clock.move(Duration.ofHours(2));
    Event fires = Event.firing("Back", 2, service, core.now());
    core.post(fires);
    core.follow();
    resolve("back");
    core.clock.move(Duration.ofHours(-2));
    sweepsPass();
    core.clock.move(Duration.ofMinutes(2));
    sweepsPass();
    assertThat(incident("back").get("status").asText())
        .as("nobody has posted since")
        .isEqualTo("RESOLVED");

    core.post(fires);
    core.clock.move(Duration.ofMinutes(1));

    awaitStatus("back", "TRIGGERED");
  }

  /** The clock may have been set back after a storm: no statement looks at all of it. */
  @Test
  void whatWaitsByAClockThatWasSetBackIsSetAnewInTurns() throws SQLException {
    core.clock.move(Duration.ofHours(2));
    for (int i = 0; i < 3; i++) {
      core.post(Event.firing("Turn" + i, 2, core.service("turn" + i), core.now()));
    }
    core.follow();
    for (int i = 0; i < 3; i++) {
      resolve("turn" + i);
    }
    String ahead =
        "SELECT count(*) FROM incident_recheck WHERE due_at > '%s'"
            .formatted(core.now().minus(Duration.ofHours(1)));

    String recheck =
        "SELECT recheck_incidents('%s', interval '30 minutes', 2)"
            .formatted(core.now().minus(Duration.ofHours(2)));
    // In one transaction, since core's own sweep, whose clock was not set back, takes them too.
    try (Connection connection = core.database.connect();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setSchema("imas");
      for (long left : new long[] {1, 0}) {
        sql.execute(recheck);
        try (ResultSet counted = sql.executeQuery(ahead)) {
          counted.next();
          assertThat(counted.getLong(1)).isEqualTo(left);
        }
      }
    }
  }

  @Test
  void theDatabaseAndTheProcessesAllowClocksTheSameDifference() {
    assertThat(core.database.query("SELECT extract(epoch FROM clocks_differ())::integer"))
        .containsExactly(Long.toString(ClockWatch.CLOCKS_DIFFER.toSeconds()));
  }

  @Test
  void whatRecoversAfterItWasResolvedByHandStaysResolved() {
    UUID service = core.service("right");
    Event fires = Event.firing("Right", 2, service, core.now());
    core.post(fires);
    core.follow();
    resolve("right");
    core.post(fires.resolved());
    core.follow();
    core.clock.move(Duration.ofHours(1));

    Await.until(
        "nothing left to look at again",
        () -> core.database.count("SELECT count(*) FROM incident_recheck"),
        n -> n == 0);
    assertThat(incident("right").get("status").asText()).isEqualTo("RESOLVED");
  }

  @Test
  void alertNotHeardOfForTooLongIsNoLongerTakenForFiringAndARepeatOpensItAnew() {
    UUID service = core.service("lost");
    Instant begin = core.now();
    Event fires = Event.firing("Lost", 2, service, begin);
    core.post(fires);
    core.follow();
    core.clock.move(Duration.ofDays(2));
    core.post(fires);
    core.clock.move(Duration.ofHours(71));
    sweepsPass();
    assertThat(incident("lost").get("status").asText()).isEqualTo("TRIGGERED");

    core.clock.move(Duration.ofHours(2));

    awaitStatus("lost", "RESOLVED");
    assertThat(timeline("lost")).contains("not repeated for too long");
    assertThat(core.get("/api/v1/alerts?status=firing").json().get("items")).isEmpty();
    core.post(fires);
    core.follow();
    awaitStatus("lost", "TRIGGERED");
    assertThat(core.database.count("SELECT count(*) FROM recount_ledger()")).isZero();
  }

  @Test
  void aSourceSaysForItselfHowLongItIsBelieved() {
    core.database.execute(
        "UPDATE source SET config = '{\"stale_after\":\"1h\"}' WHERE tenant_id = '"
            + core.tenant
            + "'");
    UUID service = core.service("brief");
    core.post(Event.firing("Brief", 2, service, core.now()));
    core.follow();
    core.clock.move(Duration.ofMinutes(61));

    awaitStatus("brief", "RESOLVED");
  }
}
