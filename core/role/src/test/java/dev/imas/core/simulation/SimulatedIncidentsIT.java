package dev.imas.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.Routing;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a simulation tells of the incidents that would be opened, and of whom they would call. */
class SimulatedIncidentsIT {

  private final RunningCore core = RunningCore.start();
  private Instant start = Instant.EPOCH;

  @BeforeEach
  void alertsFire() {
    start = core.now().minusSeconds(60);
    Reply policy =
        core.post(
            "/api/v1/escalation-policies",
            "{\"name\":\"Night shift\",\"steps\":[{\"notify\":[{\"type\":\"oncall\"}]}]}");
    assertThat(policy.status()).as(policy.http().body()).isEqualTo(201);
    for (String name : List.of("a", "b", "c", "d")) {
      core.post(alert(name));
    }
    core.follow();
  }

  /** As a gateway without rules routes it. */
  private Event alert(String name) {
    Labels labels = Labels.of(Map.of("alertname", name, "disk", "sda"));
    ServiceCatalog catalog =
        ServiceCatalog.of(List.of(new Service(core.triage, "Unknown/Triage", List.of(), true)));
    Routing routing =
        RoutingTable.compile(0, RuleSetDefinition.EMPTY, catalog, true)
            .route(RoutedAlert.of(labels, Severity.SEV2_HIGH, Severity.SEV3_MEDIUM, core.now()));
    return new Event(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        true,
        2,
        routing.serviceId(),
        routing.groupKey(),
        name,
        Json.write(labels.toMap()),
        "{}",
        core.now(),
        null,
        routing.decision());
  }

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void whatRulesSayOfIncidentsIsInTheAnswer() {
    JsonNode found =
        simulated(
            """
            [{"name":"worded","matchers":["alertname=\\"a\\""],"title":"Disk {{labels.disk}} of {{name}}",
              "escalation_policy":"Night shift","impact_scopes":["Customers"],"group_wait":"PT30S",
              "group_interval":"PT5M","repeat_interval":"PT1H"}]\
            """);
    assertThat(found.at("/incidents/alike/same").asInt()).isEqualTo(3);
    assertThat(found.at("/incidents/alike/otherwise").asInt()).isEqualTo(1);
    assertThat(found.get("incident_differences")).hasSize(1);
    JsonNode one = found.at("/incident_differences/0");
    assertThat(one.get("differs").valueStream().map(JsonNode::asText))
        .containsExactly(
            "title",
            "escalation_policy",
            "impact_scopes",
            "group_wait",
            "group_interval",
            "repeat_interval");
    assertThat(one.at("/was/title").asText()).isEqualTo("a");
    assertThat(one.at("/was/first_told_at")).isEqualTo(one.get("opened_at"));
    assertThat(one.at("/would/title").asText()).isEqualTo("Disk sda of a");
    assertThat(one.at("/would/escalation_policy").asText()).isEqualTo("Night shift");
    assertThat(one.at("/would/impact_scopes/0").asText()).isEqualTo("Customers");
    assertThat(time(one.at("/would/first_told_at")))
        .isEqualTo(time(one.get("opened_at")).plusSeconds(30));
    assertThat(found.get("pages").findValuesAsText("escalation_policy")).contains("Night shift");
  }

  @Test
  void stormsAreReplayedByTodaysPolicy() {
    Reply put =
        core.send(
            core.token,
            "PUT",
            "/api/v1/storm-policy",
            "{\"is_active\":true,\"threshold\":2,\"ends_below\":1}",
            "if-match",
            "\"1\"");
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
    JsonNode found =
        simulated("[{\"name\":\"together\",\"matchers\":[\"disk=sda\"],\"group_by\":[\"disk\"]}]");
    JsonNode replayed = found.at("/incidents/replayed");
    assertThat(replayed.get("opened").asInt()).isEqualTo(4);
    assertThat(replayed.get("held").asInt()).isEqualTo(2);
    assertThat(replayed.get("umbrellas").asInt()).isEqualTo(1);
    JsonNode would = found.at("/incidents/simulated");
    assertThat(would.get("opened").asInt()).isEqualTo(1);
    assertThat(would.get("umbrellas").asInt()).isZero();
    assertThat(found.at("/pages/0/replayed").asInt()).as("two, and the umbrella").isEqualTo(3);
    assertThat(found.at("/pages/0/simulated").asInt()).isEqualTo(1);
    assertThat(found.at("/incidents/alike/only_replayed").asInt()).isEqualTo(4);
    assertThat(found.get("limits").toString()).contains("Storms are replayed");
  }

  @Test
  void whatSilencesWouldHaveHiddenIsCountedWithItsRepeats() {
    core.database.execute(
        """
        INSERT INTO repeat_quarter (at, tenant_id, fingerprint, n, after_at, last_at, total)
        SELECT '%s', tenant_id, fingerprint, 7, created_at, created_at, 7 FROM alert_state WHERE name IN ('a', 'b')\
        """
            .formatted(core.now().minusSeconds(1)));
    core.database.execute(
        """
        INSERT INTO silence (tenant_id, id, matchers, starts_at, ends_at, created_by, author, comment, created_at, updated_at)
        VALUES ('%s', gen_random_uuid(), '["alertname=\\"a\\""]', '%s', '%s', 'me', 'me', 'work', now(), now())\
        """
            .formatted(core.tenant, start, core.now().plusSeconds(60)));
    JsonNode silences = simulated("[]").get("silences");
    assertThat(silences).hasSize(1);
    assertThat(silences.at("/0/alerts").asInt()).isEqualTo(1);
    assertThat(silences.at("/0/repeats").asInt()).isEqualTo(7);
  }

  private static Instant time(JsonNode at) {
    return Instant.parse(at.asText());
  }

  private JsonNode simulated(String rules) {
    Reply begun =
        core.post(
            "/api/v1/rule-sets/simulate",
            "{\"from\":\"%s\",\"to\":\"%s\",\"rules\":%s}"
                .formatted(start, core.now().plus(Duration.ofMinutes(2)), rules));
    assertThat(begun.status()).as(begun.http().body()).isEqualTo(202);
    JsonNode done =
        Await.until(
            "the simulation",
            () -> core.get("/api/v1/simulations/" + begun.json().get("id").asText()).json(),
            one -> !one.get("state").asText().equals("running"));
    assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
    return done.get("result");
  }
}
