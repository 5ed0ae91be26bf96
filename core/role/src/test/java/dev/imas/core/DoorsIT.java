package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A report comes as an alert, or over the API. Both doors judge it alike: what it does to an
 * incident that is open, whom it calls, and when it is believed to have begun (ADR 119).
 */
class DoorsIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);
  private static int made;

  @AfterAll
  static void stop() {
    core.close();
  }

  /** What is left of a report at one door. */
  private record Outcome(String severity, String status, List<String> calls) {}

  private static Reply report(UUID service, String title, int severity, String more) {
    return api.post(
        "/incidents",
        "{\"title\":\"%s\",\"service\":\"%s\",\"severity\":\"SEV%d\"%s}"
            .formatted(title, service, severity, more));
  }

  private static Outcome outcome(UUID incident) {
    JsonNode shown = core.get("/api/v1/incidents/" + incident).json();
    return new Outcome(
        shown.get("severity").asText(),
        shown.get("status").asText(),
        core.database.query(
            "SELECT event || ' ' || urgency FROM delivery WHERE incident_id = '%s'"
                    .formatted(incident)
                + " AND event IN ('incident.triggered', 'incident.severity_changed',"
                + " 'incident.refired') ORDER BY event_seq, channel"));
  }

  private static void bring(UUID incident, String status) {
    for (String action :
        switch (status) {
          case "ACKNOWLEDGED" -> List.of("acknowledge");
          case "MITIGATED" -> List.of("acknowledge", "mitigate");
          default -> List.<String>of();
        }) {
      assertThat(api.send("/incidents/" + incident + "/" + action, "").status()).isEqualTo(200);
    }
  }

  private static UUID ofGroup(String group) {
    return UUID.fromString(
        core.database
            .query("SELECT id FROM incident WHERE group_key = '%s'".formatted(group))
            .getFirst());
  }

  @ParameterizedTest(name = "SEV{1} joins SEV{0} that is {2}")
  @CsvSource({
    "3, 1, TRIGGERED",
    "3, 1, ACKNOWLEDGED",
    "3, 1, MITIGATED",
    "3, 3, TRIGGERED",
    "3, 3, ACKNOWLEDGED",
    "3, 3, MITIGATED",
    "1, 3, TRIGGERED",
    "2, 4, MITIGATED",
    "4, 2, ACKNOWLEDGED"
  })
  void reportThatJoinsDoesWhatAnAlertThatJoinsDoes(int first, int second, String status) {
    String name = "door " + made++;
    UUID service = core.service(name);
    String group = service + ":group";
    core.post(Event.firing(name + " a", first, service, core.now()).inGroup(group));
    core.follow();
    UUID byAlert = ofGroup(group);
    bring(byAlert, status);
    core.post(Event.firing(name + " b", second, service, core.now()).inGroup(group));
    core.follow();

    UUID other = core.service(name + " by hand");
    UUID byHand = UUID.fromString(report(other, name, first, "").json().get("id").asText());
    bring(byHand, status);
    Reply again = report(other, name, second, "");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id").asText()).isEqualTo(byHand.toString());
    assertThat(outcome(byHand)).isEqualTo(outcome(byAlert));
  }

  @ParameterizedTest
  @CsvSource({"TRIGGERED", "ACKNOWLEDGED", "MITIGATED"})
  void alertThatGrowsWorseDoesWhatAWorseReportDoes(String status) {
    String name = "worse " + made++;
    UUID service = core.service(name);
    Event event = Event.firing(name, 3, service, core.now()).inGroup(service + ":group");
    core.post(event);
    core.follow();
    UUID byAlert = ofGroup(service + ":group");
    bring(byAlert, status);
    core.clock.move(Duration.ofMinutes(1));
    core.post(event.raised(1));
    core.follow();

    UUID other = core.service(name + " by hand");
    UUID byHand = UUID.fromString(report(other, name, 3, "").json().get("id").asText());
    bring(byHand, status);
    report(other, name, 1, "");

    assertThat(outcome(byAlert)).isEqualTo(outcome(byHand));
    assertThat(outcome(byAlert).severity()).isEqualTo("SEV1_CRITICAL");
    assertThat(outcome(byAlert).status())
        .isEqualTo(status.equals("MITIGATED") ? "TRIGGERED" : status);
  }

  @ParameterizedTest
  @CsvSource({"PT1M", "PT-1M", "P-6D", "P-7D", "P-7DT-1S", "P-4000D", "PT1H"})
  void startIsBelievedAlike(Duration off) {
    String name = "start " + made++;
    UUID service = core.service(name);
    Instant said = core.now().plus(off);
    core.post(Event.firing(name, 3, service, core.now()).startedAt(said));
    core.follow();
    UUID byAlert =
        UUID.fromString(
            core.database
                .query("SELECT id FROM incident WHERE service_id = '%s'".formatted(service))
                .getFirst());
    JsonNode alert = core.get("/api/v1/incidents/" + byAlert).json();
    JsonNode hand =
        report(core.service(name + " by hand"), name, 3, ",\"detected_at\":\"" + said + "\"")
            .json();

    for (JsonNode incident : List.of(alert, hand)) {
      boolean isBelieved = !off.isPositive() && off.compareTo(Duration.ofDays(-7)) >= 0;
      assertThat(Instant.parse(incident.get("detected_at").asText()))
          .isEqualTo(isBelieved ? said : core.now());
      assertThat(incident.at("/timeline/0/message").asText().contains("is not believed"))
          .as("%s", incident.at("/timeline/0"))
          .isEqualTo(!isBelieved);
    }
  }

  @Test
  void reportThatMeetsAResolutionOpensAnother() throws SQLException {
    UUID service = core.service("resolved meanwhile");
    String first = report(service, "Meets", 3, "").json().get("id").asText();
    try (Connection other = core.database.connect();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute(
          "UPDATE incident SET status = 'RESOLVED', resolved_at = now() WHERE id = '%s'"
              .formatted(first));
      CompletableFuture<Reply> again =
          CompletableFuture.supplyAsync(() -> report(service, "Meets", 3, ""));
      Await.until(
          "the report to wait for whoever resolves it",
          () ->
              core.database.query(
                  "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                      + " AND datname = current_database()"),
          waiting -> !waiting.isEmpty());
      other.commit();

      assertThat(again.join().status()).isEqualTo(201);
      assertThat(again.join().json().get("id").asText()).isNotEqualTo(first);
    }
  }

  @Test
  void whatASecondReportSaysIsKept() {
    UUID service = core.service("kept");
    String first = report(service, "Cards", 3, "").json().get("id").asText();
    JsonNode again =
        report(
                service,
                "cards",
                1,
                ",\"description\":\"All of Europe\",\"detected_at\":\"" + core.now() + "\"")
            .json();

    assertThat(again.get("id").asText()).isEqualTo(first);
    assertThat(again.get("description").asText()).isEqualTo("All of Europe");
    JsonNode last = again.get("timeline").get(again.get("timeline").size() - 1);
    assertThat(last.get("message").asText())
        .isEqualTo("Reported again over the API: All of Europe");
    assertThat(last.at("/metadata/severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(last.at("/metadata/detected_at").asText()).isEqualTo(core.now().toString());

    JsonNode third = report(service, "Cards", 4, ",\"description\":\"And of Asia\"").json();
    assertThat(third.get("description").asText()).isEqualTo("All of Europe");
    assertThat(third.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(third.get("timeline").get(third.get("timeline").size() - 1).toString())
        .contains("And of Asia");
  }

  /** The answer tells how the incident is now, and that nothing was done. */
  @Test
  void keyThatWasUsedIsAnsweredWithTheIncidentAsItIs() {
    UUID service = core.service("keyed");
    String body = "{\"title\":\"Keyed\",\"service\":\"%s\"}".formatted(service);
    String id = keyed(body, "key").json().get("id").asText();
    Reply soon = keyed(body, "key");
    assertThat(soon.status()).isEqualTo(201);
    assertThat(soon.header("idempotent-replayed")).isEqualTo("true");

    assertThat(api.send("/incidents/" + id + "/resolve", "{\"resolution_note\":\"done\"}").status())
        .isEqualTo(200);
    Reply late = keyed(body, "key");
    assertThat(late.status()).isEqualTo(200);
    assertThat(late.header("idempotent-replayed")).isEqualTo("true");
    assertThat(late.json().get("id").asText()).isEqualTo(id);
    assertThat(late.json().get("status").asText()).isEqualTo("RESOLVED");

    Reply anew = keyed(body, "another key");
    assertThat(anew.status()).isEqualTo(201);
    assertThat(anew.header("idempotent-replayed")).isNull();
    assertThat(anew.json().get("id").asText()).isNotEqualTo(id);
  }

  /** A report that joins takes a key, too: its repeat adds nothing. */
  @Test
  void reportThatJoinsIsMadeOncePerKey() {
    UUID service = core.service("joined");
    report(service, "Joined", 3, "");
    String body =
        "{\"title\":\"Joined\",\"service\":\"%s\",\"severity\":\"SEV1\"}".formatted(service);
    Reply first = keyed(body, "join");
    Reply again = keyed(body, "join");

    assertThat(List.of(first.status(), again.status())).containsExactly(200, 200);
    assertThat(first.json().get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(again.json().get("timeline")).isEqualTo(first.json().get("timeline"));
  }

  private static Reply keyed(String body, String key) {
    return api.check(
        "POST",
        "/incidents",
        core.send(core.token, "POST", "/api/v1/incidents", body, "idempotency-key", key));
  }
}
