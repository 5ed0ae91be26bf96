package dev.imas.core.unmatched;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names that fell to triage are listed, and what is open of them finds its service. */
class UnmatchedIT {

  private final RunningCore core = RunningCore.start();

  @AfterEach
  void close() {
    core.close();
  }

  private void fires(String alert, UUID service, String labels) {
    core.ingest.post(
        core.tenant,
        core.source,
        core.now(),
        List.of(
            Event.firing(alert, 2, service, core.now())
                .inGroup(alert)
                .labelled(labels.replace('\'', '"'))));
    core.follow();
  }

  private JsonNode names() {
    Reply reply = core.get("/api/v1/unmatched-names");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json().get("items");
  }

  private String incidentOf(String alert) {
    return core.database
        .query(
            "SELECT p.incident_id FROM alert_progress p JOIN alert a ON a.fingerprint = p.fingerprint WHERE a.name = '%s'"
                .formatted(alert))
        .getFirst();
  }

  private JsonNode incident(String alert) {
    return core.get("/api/v1/incidents/" + incidentOf(alert)).json();
  }

  private Reply reassign(String name, String service) {
    return core.post(
        "/api/v1/unmatched-names/reassign",
        "{\"name\":\"%s\",\"service\":\"%s\"}".formatted(name, service));
  }

  @Test
  void namesOfAlertsInTriageAreListedWithWhatIsOpen() {
    UUID shop = core.service("shop");
    fires("nameless", core.triage, "{'alertname':'nameless'}");
    fires("owned", shop, "{'service':'shop'}");
    fires("slow", core.triage, "{'service':'checkout-v2','job':'node'}");
    core.clock.move(Duration.ofMinutes(1));
    fires("failing", core.triage, "{'service':'Checkout-V2'}");
    core.clock.move(Duration.ofMinutes(1));
    fires("late", core.triage, "{'service':'','job':'cron'}");
    core.post("/api/v1/incidents/" + incidentOf("late") + "/resolve", "{}");

    JsonNode names = names();

    assertThat(names.findValuesAsText("alert_count")).containsExactly("1", "2");
    assertThat(names.get(0).get("name").asText()).isEqualTo("cron");
    assertThat(names.get(0).get("open_incidents").asInt()).isZero();
    assertThat(names.get(1).get("name").asText()).isEqualToIgnoringCase("checkout-v2");
    assertThat(names.get(1).get("open_incidents").asInt()).isEqualTo(2);
    assertThat(names.get(1).get("service").isNull()).isTrue();
    assertThat(names.get(1).get("source").get("id").asText()).isEqualTo(core.source.toString());
    assertThat(names.get(1).get("first_seen").asText())
        .isLessThan(names.get(1).get("last_seen").asText());
  }

  @Test
  void openIncidentsOfANameFindTheirServiceAndPageItsTeam() {
    UUID shop = core.service("shop");
    fires("slow", core.triage, "{'service':'checkout-v2'}");
    fires("failing", core.triage, "{'service':'checkout-v2'}");
    fires("other", core.triage, "{'service':'other'}");
    fires("over", core.triage, "{'service':'checkout-v2'}");
    core.post("/api/v1/incidents/" + incidentOf("over") + "/resolve", "{}");
    Reply there = core.get("/api/v1/services/shop");
    core.send(
        core.token,
        "PUT",
        "/api/v1/services/shop",
        "{\"name\":\"shop\",\"aliases\":[\"checkout-v2\"],\"owner_team\":\"team of shop\"}",
        "if-match",
        Objects.requireNonNull(there.header("etag")));
    assertThat(names().get(0).get("service").asText()).isIn("null", shop.toString());

    Reply done = reassign("CHECKOUT-v2", "shop");

    assertThat(done.status()).as(done.http().body()).isEqualTo(200);
    assertThat(done.json().get("moved")).hasSize(2);
    assertThat(done.json().get("refused")).isEmpty();
    assertThat(done.json().get("left").asInt()).isZero();
    for (String alert : List.of("slow", "failing")) {
      assertThat(incident(alert).get("service_name").asText()).isEqualTo("shop");
      assertThat(
              core.database.query(
                  "SELECT event FROM delivery WHERE incident_id = '%s' AND event = 'incident.service_changed'"
                      .formatted(incidentOf(alert))))
          .as("the new team is paged")
          .isNotEmpty();
      assertThat(
              core.get("/api/v1/incidents/" + incidentOf(alert) + "/timeline")
                  .json()
                  .findValuesAsText("type"))
          .contains("SERVICE_CHANGE");
    }
    assertThat(incident("over").get("service_name").asText()).isEqualTo("Unknown/Triage");
    assertThat(incident("other").get("service_name").asText()).isEqualTo("Unknown/Triage");
    assertThat(names().findValuesAsText("name")).contains("other").doesNotContain("checkout-v2");
  }

  @Test
  void whatCannotBeReassignedIsRefused() {
    fires("slow", core.triage, "{'service':'checkout-v2'}");

    assertThat(reassign("checkout-v2", "nothing").status()).isEqualTo(422);
    assertThat(reassign("checkout-v2", core.triage.toString()).status()).isEqualTo(422);
    core.service("shop");
    Reply none = reassign("unheard of", "shop");
    assertThat(none.status()).as(none.http().body()).isEqualTo(200);
    assertThat(none.json().get("moved")).isEmpty();
  }
}
