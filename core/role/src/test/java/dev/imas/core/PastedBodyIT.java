package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.BodyReading.ReadAlert;
import dev.imas.core.bus.BodyReading.Unread;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pasted body would become, by the rules in force and by others. */
class PastedBodyIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);
  private static final String RULES =
      "[{\"name\":\"payments\",\"matchers\":[\"namespace=\\\"pay\\\"\"],\"severity\":\"SEV1\"}]";

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply tryOut(String members) {
    return core.post(
        "/api/v1/rule-sets/try",
        "{\"source\":\"%s\",\"body\":\"{}\"%s}".formatted(core.source, members));
  }

  /** What a gateway would read: an alert of that namespace, and something broken. */
  private static BodyReading reading(String namespace) {
    return new BodyReading(
        "/api/v1/webhooks/custom",
        "custom",
        1,
        List.of(
            new ReadAlert(
                "9f86d081884c7d659a2feaa0c55ad015",
                true,
                "CardsDeclined",
                Map.of("alertname", "CardsDeclined", "namespace", namespace),
                Map.of("summary", "3 of 10"),
                Map.of(),
                null,
                null,
                null)),
        1,
        List.of(new Unread("/alerts/1", "must be an object")),
        2,
        Severity.SEV4_LOW,
        true);
  }

  private static void with(Consumer<Message<BodyPasted>> gateway, Runnable test) {
    MessageConsumer<BodyPasted> consumer =
        core.vertx.eventBus().consumer(BodyPasted.ADDRESS, gateway::accept);
    try {
      test.run();
    } finally {
      Await.result(consumer.unregister());
    }
  }

  @Test
  void alertsAreExplainedByTheRulesInForceAndByOthers() {
    AtomicReference<BodyPasted> asked = new AtomicReference<>();
    with(
        message -> {
          asked.set(message.body());
          message.reply(Json.write(reading("pay")));
        },
        () -> {
          Reply none = api.check("POST", "/rule-sets/try", tryOut(""));
          assertThat(none.json().get("rule_set_version").asInt()).isZero();
          assertThat(severity(none)).isEqualTo("SEV4_LOW SOURCE_DEFAULT");
          assertThat(asked.get().source()).isEqualTo(core.source);
          assertThat(asked.get().tenant()).isEqualTo(core.tenant);
          assertThat(asked.get().body().toString()).isEqualTo("{}");
          assertThat(none.json().at("/broken/0/pointer").asText()).isEqualTo("/alerts/1");
          assertThat(none.json().get("truncated_by_sender").asInt()).isEqualTo(2);

          Reply draft =
              api.check(
                  "POST",
                  "/rule-sets/try",
                  tryOut(",\"path\":\"/x\",\"content_type\":\"text/plain\",\"rules\":" + RULES));
          assertThat(draft.json().get("rule_set_version").isNull()).isTrue();
          assertThat(severity(draft)).isEqualTo("SEV1_CRITICAL RULE_OVERRIDE");
          assertThat(draft.json().at("/alerts/0/explanation/rules/0/name").asText())
              .isEqualTo("payments");
          assertThat(asked.get().path()).isEqualTo("/x");
          assertThat(asked.get().contentType()).isEqualTo("text/plain");

          JsonNode made = core.post("/api/v1/rule-sets", "{\"rules\":%s}".formatted(RULES)).json();
          core.post("/api/v1/rule-sets/" + made.get("version") + "/activate", "{}");
          Reply inForce = tryOut("");
          assertThat(inForce.json().get("rule_set_version")).isEqualTo(made.get("version"));
          assertThat(severity(inForce)).isEqualTo("SEV1_CRITICAL RULE_OVERRIDE");
        });
    assertThat(core.database.count("SELECT count(*) FROM alert")).isZero();
  }

  @Test
  void conditionThatFailsIsExplainedAndFaultsNameTheirPlace() {
    String rules =
        """
        [{"name":"night","when":{"all":[{"exists":"namespace"},{"any":[
            {"time":{"zone":"Europe/Paris","from":"12:00","to":"12:00"}},
            {"cel":"num(labels.load) > 3"}]}]},"severity":"SEV1"},
         {"name":"cel","when":{"cel":"labels.namespace == \\"pay\\""},"severity":"SEV2"}]\
        """;
    Reply refused = core.post("/api/v1/rule-sets", "{\"rules\":%s}".formatted(rules));
    assertProblem(refused, 422);
    assertThat(refused.json().toString()).contains("/rules/0/when/all/1/any/0/time/to is the same");
    String mended = rules.replace("\"to\":\"12:00\"", "\"to\":\"12:01\"");
    JsonNode stored =
        api.check(
                "POST",
                "/rule-sets",
                core.post("/api/v1/rule-sets", "{\"rules\":%s}".formatted(mended)))
            .json();
    assertThat(stored.get("rules").toString()).contains("num(labels.load) > 3");
    core.clock.move(untilNextMidnight());

    with(
        message -> message.reply(Json.write(reading("pay"))),
        () -> {
          Reply tried = api.check("POST", "/rule-sets/try", tryOut(",\"rules\":" + mended));

          JsonNode traces = tried.json().at("/alerts/0/explanation/rules");
          assertThat(traces.at("/0/matched").asBoolean()).isFalse();
          assertThat(traces.at("/0/failed/0/pointer").asText()).isEqualTo("/when/all/1/any/0");
          assertThat(traces.at("/0/failed/0/local_time").asText()).contains("[Europe/Paris]");
          assertThat(traces.at("/0/failed/1/values").toString()).isEqualTo("{\"load\":null}");
          assertThat(traces.at("/1/matched").asBoolean()).isTrue();
          assertThat(severity(tried)).isEqualTo("SEV2_HIGH RULE_OVERRIDE");

          Reply noon = tryOut(",\"at\":\"2026-01-02T12:00:30+01:00\",\"rules\":" + mended);
          assertThat(severity(noon)).isEqualTo("SEV1_CRITICAL RULE_OVERRIDE");
          assertProblem(tryOut(",\"at\":\"noon\""), 422);
        });
  }

  private static Duration untilNextMidnight() {
    Instant now = core.clock.instant();
    return Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
  }

  private static String severity(Reply reply) {
    JsonNode severity = reply.json().at("/alerts/0/explanation/severity");
    return severity.get("severity").asText() + " " + severity.get("found").asText();
  }

  @ParameterizedTest
  @CsvSource({"404, /path", "415, /content_type", "422, /body"})
  void whatTheGatewayRefusesNamesTheField(int status, String pointer) {
    with(
        message -> message.fail(status, "because"),
        () -> {
          Reply refused = tryOut("");
          assertProblem(refused, 422);
          assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
          assertThat(refused.json().get("detail").asText()).isEqualTo("because");
        });
  }

  @Test
  void sourceThatCannotPostIsAConflict() {
    with(message -> message.fail(409, "no key"), () -> assertProblem(tryOut(""), 409));
  }

  @Test
  void withoutAGatewayItIsSaid() {
    Reply none = tryOut("");
    assertProblem(none, 503);
    assertThat(none.json().get("detail").asText()).contains("IMAS_CLUSTER_MEMBERS");
  }

  @Test
  void faultsOfRulesAndOfTheRequestAreNamed() {
    Reply rules = tryOut(",\"rules\":[{\"name\":\"a\",\"matchers\":[\"=\"]}]");
    assertProblem(rules, 422);
    assertThat(rules.json().get("pointer").asText()).startsWith("/rules/0/matchers/0");
    Reply list = tryOut(",\"rules\":{}");
    assertThat(list.json().get("pointer").asText()).isEqualTo("/rules");
    Reply unknown =
        core.post("/api/v1/rule-sets/try", Json.write(Map.of("source", "no", "body", "x")));
    assertProblem(unknown, 422);
    assertThat(unknown.json().get("pointer").asText()).isEqualTo("/source");
  }

  @Test
  void sourceOfAnotherTenantIsUnknown() {
    with(
        message -> message.reply(Json.write(reading("pay"))),
        () -> {
          Reply reply =
              core.send(
                  core.tokenOfAnotherTenant("stranger", "admin"),
                  "POST",
                  "/api/v1/rule-sets/try",
                  Json.write(Map.of("source", core.source, "body", "{}")));
          assertProblem(reply, 422);
          assertThat(reply.json().get("pointer").asText()).isEqualTo("/source");
        });
  }
}
