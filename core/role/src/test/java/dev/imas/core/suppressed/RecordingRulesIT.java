package dev.imas.core.suppressed;

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
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * ING-22, ING-26: alerts that a rule only records are kept, listed and counted, open nothing, and
 * end by themselves. No silence and no time interval need ever have been there.
 */
class RecordingRulesIT {

  private static final String RECORDING =
      """
      [{"name":"only listed","matchers":["alertname=\\"Noise\\""],"record":true,"continue":true},
       {"name":"the rest","severity":"SEV2"}]\
      """;

  private static final String NOT_ANY_MORE = "[{\"name\":\"the rest\",\"severity\":\"SEV2\"}]";

  private final RunningCore core = RunningCore.start();

  @AfterEach
  void stop() {
    core.close();
  }

  private int stored(String rules) {
    Reply stored = core.post("/api/v1/rule-sets", "{\"rules\":" + rules + "}");
    assertThat(stored.status()).as(stored.http().body()).isEqualTo(201);
    return stored.json().get("version").asInt();
  }

  /** Posts it as a gateway with these rules does. */
  private void post(String rules, int version, Event event) {
    RoutingTable table =
        RoutingTable.compile(
            version,
            Json.read("{\"rules\":" + rules + "}", RuleSetDefinition.class),
            ServiceCatalog.of(List.of(new Service(core.triage, "Unknown/Triage", List.of(), true))),
            true);
    Routing routing =
        table.route(
            RoutedAlert.of(
                Labels.of(Json.readTexts(event.labels())),
                Severity.of(event.severity()),
                Severity.SEV3_MEDIUM,
                core.now()));
    core.ingest.post(
        core.tenant, core.source, core.now(), List.of(event.routed(routing)), e -> routing);
    core.follow();
  }

  private Event noise() {
    return Event.firing("Noise", 3, core.triage, core.now());
  }

  private JsonNode alert() {
    return core.get("/api/v1/alerts?limit=100").json().get("items").get(0);
  }

  private long incidents() {
    return core.database.count("SELECT count(*) FROM incident");
  }

  @Test
  void recordedAlertIsListedWithItsRuleAndOpensNothing() {
    post(RECORDING, stored(RECORDING), noise());

    assertThat(incidents()).isZero();
    JsonNode by = alert().at("/hidden_by/0");
    assertThat(by.get("kind").asText()).isEqualTo("recorded");
    assertThat(by.get("id").isNull()).isTrue();
    assertThat(by.get("name").asText()).isEqualTo("only listed");
    assertThat(alert().get("severity").asText()).isEqualTo("SEV2_HIGH");
    JsonNode explained =
        core.get("/api/v1/alerts/" + alert().get("fingerprint").asText() + "/explain").json();
    assertThat(explained.at("/explanation/opening/recorded_by").asText()).isEqualTo("only listed");
    assertThat(explained.at("/explanation/opening/record_rule").asInt()).isZero();
    assertThat(explained.at("/explanation/rules/0/decided/0").asText()).isEqualTo("record");
    assertThat(explained.at("/decided/decision/recorded").asBoolean()).isTrue();
    assertThat(explained.at("/decided/decision/sent").asText()).isEqualTo("SEV3");
    JsonNode ledger = core.get("/api/v1/ledger").json();
    assertThat(ledger.get("accepted").asLong()).isEqualTo(1);
    assertThat(ledger.get("suppressed").asLong()).isEqualTo(1);
    assertThat(ledger.get("imbalance").asLong()).isZero();
    assertThat(core.database.count("SELECT count(*) FROM recount_ledger()")).isZero();
  }

  @Test
  void recoveryIsAppliedAndTheNextEpisodeGoesByTheRulesOfThatTime() {
    int recording = stored(RECORDING);
    Event first = noise();
    post(RECORDING, recording, first);
    core.clock.move(Duration.ofMinutes(1));
    post(RECORDING, recording, first.resolved());

    assertThat(alert().get("status").asText()).isEqualTo("RESOLVED");
    assertThat(alert().get("hidden_by")).isEmpty();
    core.clock.move(Duration.ofMinutes(1));
    post(NOT_ANY_MORE, stored(NOT_ANY_MORE), first.startedAt(core.now()));

    assertThat(incidents()).isEqualTo(1);
    assertThat(alert().get("hidden_by")).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM recount_ledger()")).isZero();
  }

  /** Whatever else hides it ends: it stays recorded. */
  @Test
  void endOfASilenceOpensNothingOfARecordedAlert() {
    Reply silence =
        core.post(
            "/api/v1/silences",
            """
            {"matchers":["alertname=\\"Noise\\""],"starts_at":"%s","ends_at":"%s","comment":"a while"}\
            """
                .formatted(core.now(), core.now().plus(Duration.ofMinutes(10))));
    assertThat(silence.status()).as(silence.http().body()).isEqualTo(201);
    post(RECORDING, stored(RECORDING), noise());
    assertThat(alert().get("hidden_by")).hasSize(2);

    core.clock.move(Duration.ofMinutes(11));
    core.sweep("hiding");
    core.follow();

    assertThat(incidents()).isZero();
    assertThat(alert().get("hidden_by")).isNotEmpty();
  }

  @Test
  void ruleThatWouldRecordEverythingIsRefused() {
    Reply refused =
        core.post("/api/v1/rule-sets", "{\"rules\":[{\"name\":\"all\",\"record\":true}]}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/details").has("/rules/0/record")).isTrue();
  }
}
