package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code POST /imports/alertmanager}. */
class ImportApiIT {

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply translate(String config) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("config", config);
    return core.post("/api/v1/imports/alertmanager", body.toString());
  }

  @Test
  void documentsAndReportAreAnsweredAndNothingIsStored() {
    long before = core.database.count("SELECT count(*) FROM team");

    Reply reply =
        translate(
            """
            route:
              receiver: ops
              repeat_interval: 4h
              routes: [{matchers: ['team="a"'], active_time_intervals: [days]}]
            time_intervals:
            - {name: days, time_intervals: [{weekdays: ['monday:friday']}]}
            receivers:
            - {name: ops, pagerduty_configs: [{routing_key: 0123456789abcdef}]}
            """);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("documents").findValuesAsText("kind"))
        .containsExactly(
            "provider", "team", "escalation_policy", "service", "time_interval", "rule_set");
    assertThat(reply.json().get("report").findValuesAsText("kind")).contains("carried");
    assertThat(reply.json().at("/secrets/0/name").asText())
        .isEqualTo("AM_OPS_PAGERDUTY_ROUTING_KEY");
    assertThat(reply.json().toString()).doesNotContain("0123456789abcdef");
    assertThat(core.database.count("SELECT count(*) FROM team")).isEqualTo(before);
    assertThat(core.database.count("SELECT count(*) FROM managed_object")).isZero();
  }

  @Test
  void documentsWithoutSecretsCanBeAppliedAsTheyAre() {
    Reply reply = translate("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("documents", reply.json().get("documents"));
    body.put("dry_run", true);

    Reply applied = core.post("/api/v1/configuration", body.toString());

    assertThat(applied.status()).as(applied.json().toString()).isEqualTo(200);
    assertThat(applied.json().at("/counts/create").asInt()).isEqualTo(1);
  }

  @Test
  void faultsOfTheFileHaveTheirLines() {
    Reply reply = translate("\n\nroute:\n  receiver: ops\n");

    assertThat(reply.status()).isEqualTo(422);
    JsonNode details = reply.json().at("/details").path("/config");
    assertThat(details.toString()).contains("line 4: route.receiver names 'ops'");
    assertThat(translate(" ").status()).isEqualTo(422);
    assertThat(translate("x".repeat(2_000_001)).status()).isEqualTo(422);
  }
}
