package dev.imas.core.flapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An alert that comes and goes: how often people are called, and when its incident ends. */
class FlappingIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RunningCore core = RunningCore.start();
  private UUID shop = core.triage;

  @BeforeEach
  void shopIsReachable() {
    core.holdHousekeeping();
    shop = core.service("shop");
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, gen_random_uuid(), owner_team_id, 'hook', 'webhook', 'https://example.org/hook'
          FROM service WHERE id = '%s'\
        """
            .formatted(shop));
  }

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void fourReturnsAreToldAndThenItHasToBeCalmForAWhile() {
    fires();
    for (int i = 0; i < 4; i++) {
      recovers();
      fires();
    }

    JsonNode flapping = incident().get("flapping");
    assertThat(flapping.get("returns").asInt()).isEqualTo(4);
    assertThat(flapping.get("resolves_at").isNull()).isTrue();
    assertThat(told())
        .containsExactly(
            "incident.triggered",
            "incident.resolved",
            "incident.reopened",
            "incident.resolved",
            "incident.reopened",
            "incident.resolved",
            "incident.reopened",
            "incident.resolved",
            "incident.reopened");

    for (int i = 0; i < 3; i++) {
      recovers();
      assertThat(incident().get("status").asText()).isEqualTo("TRIGGERED");
      assertThat(incident().get("flapping").get("resolves_at").asText())
          .startsWith(core.now().plus(Duration.ofMinutes(15)).toString().substring(0, 16));
      fires();
    }
    assertThat(told()).as("nobody is called meanwhile").hasSize(9);

    runsItsTimer();
    assertThat(incident().get("status").asText()).as("an alert fires").isEqualTo("TRIGGERED");

    recovers();
    runsItsTimer();
    Await.until("its end", () -> incident().get("status").asText(), "RESOLVED"::equals);
    assertThat(told()).hasSize(10).last().isEqualTo("incident.resolved");
    assertThat(incident().get("flapping").isNull()).isTrue();
    assertThat(lines())
        .filteredOn(line -> line.contains("lapping"))
        .containsExactly(
            "Flapping: it came back 4 times within 1 h. From now on it resolves when nothing has"
                + " fired for 15 min, and nobody is called when an alert fires again before",
            "Resolved: it was flapping, and nothing has fired for 15 min");
  }

  @Test
  void oneThatTurnsWorseIsTold() {
    flaps();
    recovers();
    core.clock.move(MINUTE);
    core.post(Event.firing("disk", 1, shop, core.now()));
    core.follow();

    assertThat(told()).last().isEqualTo("incident.severity_changed");
  }

  @Test
  void whatAPersonEndsIsOverAndItsReturnIsTold() {
    flaps();
    recovers();
    assertThat(act("resolve").status()).isEqualTo(200);
    runsItsTimer();
    fires();

    assertThat(told()).last().isEqualTo("incident.reopened");
    assertThat(incident().get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void whereItIsRareItResolvesAtOnce() {
    flaps();
    core.clock.move(Duration.ofHours(1));
    recovers();

    assertThat(incident().get("status").asText()).isEqualTo("RESOLVED");
    assertThat(incident().get("flapping").isNull()).isTrue();
  }

  @Test
  void thePolicyIsTheTenantsOwn() {
    assertThat(put("{\"is_active\":false}").status()).isEqualTo(200);
    flaps();
    recovers();
    assertThat(incident().get("status").asText()).isEqualTo("RESOLVED");

    assertThat(put("{\"returns\":2,\"within\":\"PT2H\",\"hold_down\":\"PT5M\"}").status())
        .isEqualTo(200);
    fires();
    recovers();
    fires();
    recovers();
    JsonNode flapping = incident().get("flapping");
    assertThat(flapping.get("returns").asInt()).isEqualTo(2);
    assertThat(flapping.get("resolves_at").asText())
        .startsWith(core.now().plus(Duration.ofMinutes(5)).toString().substring(0, 16));
  }

  @Test
  void faultsNameTheirMember() {
    assertThat(pointerOf("{\"returns\":1}")).isEqualTo("/returns");
    assertThat(pointerOf("{\"within\":\"PT10S\"}")).isEqualTo("/within");
    assertThat(pointerOf("{\"hold_down\":\"soon\"}")).isEqualTo("/hold_down");
  }

  private String pointerOf(String policy) {
    Reply reply = put(policy);
    assertThat(reply.status()).isEqualTo(422);
    return reply.json().get("pointer").asText();
  }

  private void flaps() {
    fires();
    for (int i = 0; i < 4; i++) {
      recovers();
      fires();
    }
  }

  private void fires() {
    core.clock.move(MINUTE);
    core.post(Event.firing("disk", 2, shop, core.now()));
    core.follow();
  }

  private void recovers() {
    core.clock.move(MINUTE);
    core.post(Event.firing("disk", 2, shop, core.now()).resolved());
    core.follow();
  }

  private Reply put(String policy) {
    int version = core.get("/api/v1/flapping-policy").json().get("version").asInt();
    return core.send(
        core.token, "PUT", "/api/v1/flapping-policy", policy, "if-match", "\"" + version + "\"");
  }

  private Reply act(String action) {
    return core.post(
        "/api/v1/incidents/" + incident().get("id").asText() + "/" + action, "{\"message\":\"m\"}");
  }

  private void runsItsTimer() {
    Reply run =
        core.post("/api/v1/timers/flapping-end:" + incident().get("id").asText() + "/run", "{}");
    assertThat(run.status()).as(run.http().body()).isEqualTo(200);
    Await.until(
        "the timer's end",
        () -> core.database.count("SELECT count(*) FROM timer WHERE kind = 'flapping-end'"),
        n -> n == 0);
  }

  private JsonNode incident() {
    JsonNode all = core.get("/api/v1/incidents").json().get("items");
    assertThat(all).hasSize(1);
    return core.get("/api/v1/incidents/" + all.get(0).get("id").asText()).json();
  }

  private List<String> told() {
    return core.database.query(
        "SELECT event FROM delivery WHERE incident_id IS NOT NULL ORDER BY event_seq, created_at");
  }

  private List<String> lines() {
    return core.database.query("SELECT message FROM timeline ORDER BY seq");
  }
}
