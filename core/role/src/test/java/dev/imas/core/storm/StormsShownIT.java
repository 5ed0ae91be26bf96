package dev.imas.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lists, figures and explanations say of storms, and whom their umbrellas call. */
class StormsShownIT {

  private final StormScene scene = new StormScene();
  private final RunningCore core = scene.core;

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theExplanationOfAnAlertNamesTheStormThatHoldsItsIncident() {
    String umbrella = scene.storm();
    JsonNode held = explain(scene.alert("c", 3));
    assertThat(held.at("/held_by/id").asText()).isEqualTo(umbrella);
    assertThat(held.at("/held_by/since").isNull()).isFalse();
    assertThat(explain(scene.alert("a", 3)).get("held_by").isNull()).isTrue();

    core.post("/api/v1/storms/" + umbrella + "/release", "{}");
    scene.released();
    assertThat(explain(scene.alert("c", 3)).get("held_by").isNull()).isTrue();
  }

  private JsonNode explain(Event alert) {
    String print = alert.fingerprint().toString().replace("-", "");
    return core.get("/api/v1/alerts/" + print + "/explain").json();
  }

  @Test
  void listsAndCountsMayBeOfHeldIncidentsAlone() {
    String umbrella = scene.storm();
    scene.fire(3, "d");
    String other = core.tokenOfAnotherTenant("other", "read");
    assertThat(ids("held=true"))
        .containsExactlyInAnyOrder(scene.incident("d"), scene.incident("c"));
    assertThat(ids("held=true&service=shop")).hasSize(2);
    assertThat(ids("held=false"))
        .containsExactlyInAnyOrder(umbrella, scene.incident("b"), scene.incident("a"));
    assertThat(ids("")).hasSize(5);
    assertThat(core.get("/api/v1/incidents/facets?held=true").json().at("/facets/0/values/0/count"))
        .hasToString("2");
    assertThat(core.send(other, "GET", "/api/v1/incidents?held=true", null).json().get("items"))
        .isEmpty();

    scene.recover("d");
    assertThat(ids("held=true")).as("it is over").containsExactly(scene.incident("c"));
    core.post("/api/v1/storms/" + umbrella + "/release", "{}");
    scene.released();
    assertThat(ids("held=true")).isEmpty();
  }

  private List<String> ids(String query) {
    JsonNode items = core.get("/api/v1/incidents?" + query).json().get("items");
    return items.valueStream().map(item -> item.get("id").asText()).toList();
  }

  @Test
  void anUmbrellaIsCountedOnceAndIsAloneAcknowledged() {
    String umbrella = scene.storm();
    scene.fire(3, "d");
    core.clock.move(StormScene.MINUTE);
    core.post("/api/v1/incidents/" + umbrella + "/acknowledge", "{}");
    scene.recover("c");

    JsonNode summary = core.get("/api/v1/metrics/summary").json();
    assertThat(summary.at("/total").asInt()).as(summary.toString()).isEqualTo(4);
    assertThat(summary.at("/tta/incidents").asInt()).isEqualTo(1);
    assertThat(summary.at("/tta/mean_seconds").asInt()).isEqualTo(60);
    assertThat(summary.at("/ttr/incidents").asInt()).isEqualTo(1);
    assertThat(summary.at("/open").asInt()).isEqualTo(3);
    JsonNode exported = core.get("/api/v1/metrics/export").json().get("items");
    assertThat(exported.findValuesAsText("origin")).containsOnlyOnce("storm").hasSize(5);
  }

  @Test
  void eachPolicyThatIncidentsFollowHasAnUmbrellaThatCallsItsPeople() {
    String team =
        core.database.query("SELECT owner_team_id FROM service WHERE name = 'shop'").getFirst();
    String nights = policy(team, "Nights", ",\"severities\":[\"SEV3\"]");
    String gold = policy(team, "Gold", ",\"labels\":[\"alertname=~\\\"gold.*\\\"\"]");
    scene.fire(3, "gold1");
    scene.fire(3, "a");
    scene.fire(3, "b");
    assertThat(core.database.count("SELECT count(*) FROM storm")).as("two each").isZero();
    scene.fire(3, "gold2");
    scene.fire(3, "c");
    String plain = scene.umbrella();
    core.clock.move(Duration.ofSeconds(1));
    scene.fire(3, "gold3");
    String golden = scene.umbrella();

    assertThat(golden).isNotEqualTo(plain);
    assertThat(scene.storm(plain).at("/escalation_policy/id").asText()).isEqualTo(nights);
    assertThat(scene.storm(golden).at("/escalation_policy/id").asText()).isEqualTo(gold);
    assertThat(scene.storm(golden).get("title").asText()).endsWith(" within a minute (Gold)");
    assertThat(followed(plain)).isEqualTo(nights);
    assertThat(followed(golden)).isEqualTo(gold);
    assertThat(scene.told(scene.incident("gold2"))).contains("incident.triggered");
    assertThat(scene.told(scene.incident("gold3"))).isEmpty();

    scene.ends(golden);
    assertThat(scene.storm(golden).get("state").asText()).isEqualTo("ended");
    assertThat(scene.storm(plain).get("state").asText()).as("nobody looked").isEqualTo("running");
  }

  private String followed(String incident) {
    return core.database
        .query("SELECT policy_id FROM escalation_run WHERE incident_id = '" + incident + "'")
        .getFirst();
  }

  private String policy(String team, String name, String rest) {
    Reply made =
        core.post(
            "/api/v1/escalation-policies",
            """
            {"name":"%s","team":"%s","steps":[{"notify":[{"type":"oncall"}]}]%s}\
            """
                .formatted(name, team, rest));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json().get("id").asText();
  }
}
