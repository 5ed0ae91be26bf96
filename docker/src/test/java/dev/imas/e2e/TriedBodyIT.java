package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.e2e.CoreAndGateway.Reply;
import dev.imas.fixtures.Await;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a body would become, by a real gateway and core, before and after it is really posted. */
class TriedBodyIT {

  private static final CoreAndGateway imas = new CoreAndGateway();
  private static String key = "";

  @BeforeAll
  static void source() {
    key = imas.key("{'name':'am','type':'ALERTMANAGER'}");
    imas.made("/api/v1/teams", "{'name':'shop team'}");
    imas.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, gen_random_uuid(), id, 'hook', 'webhook', 'https://example.org/hook'
          FROM team WHERE name = 'shop team'\
        """);
    imas.made("/api/v1/services", "{'name':'shop','owner_team':'shop team'}");
    Await.until("the key to be known", () -> post("Warm", "resolved", "x").status(), s -> s == 202);
  }

  @AfterAll
  static void stop() {
    imas.close();
  }

  private static String body(String name, String status, String pod) {
    return """
    {'version':'4','status':'%2$s','alerts':[{'status':'%2$s','labels':{'alertname':'%1$s','service':'shop',
     'pod':'%3$s','severity':'critical'},'annotations':{'summary':'%1$s on %3$s'},
     'startsAt':'%4$s','generatorURL':'https://prometheus.example/g'}]}\
    """
        .formatted(name, status, pod, Instant.now().minusSeconds(5));
  }

  private static Reply post(String name, String status, String pod) {
    return imas.post("/api/v1/webhooks/alertmanager/", key, body(name, status, pod));
  }

  /** As the sender posts it. */
  private static JsonNode tried(String name, String status, String pod) {
    return tried(body(name, status, pod));
  }

  private static JsonNode tried(String body) {
    Reply reply = imas.api("POST", "/api/v1/sources/am/try", body);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json();
  }

  private static String outcome(JsonNode tried) {
    return tried.at("/alerts/0/would/outcome").asText();
  }

  @Test
  void eachStepIsToldAsItThenHappens() {
    JsonNode first = tried("Disk", "firing", "a");
    JsonNode alert = first.at("/alerts/0");
    assertThat(alert.get("status").asText()).isEqualTo("firing");
    assertThat(alert.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(alert.get("title").asText()).isEqualTo("Disk on a");
    assertThat(alert.get("service").asText()).isEqualTo("shop");
    assertThat(alert.get("links").toString()).contains("https://prometheus.example/g");
    assertThat(alert.at("/routing/group/key").asText()).contains("Disk");
    assertThat(outcome(first)).isEqualTo("opened");
    assertThat(alert.at("/would/pages/channels").toString()).isEqualTo("[\"webhook\"]");
    assertThat(alert.at("/would/pages/escalation/policy").asText())
        .as("the ladder that a tenant starts with")
        .isEqualTo("SEV1 ladder");
    assertThat(imas.database.count("SELECT count(*) FROM alert WHERE name = 'Disk'")).isZero();

    assertThat(post("Disk", "firing", "a").status()).isEqualTo(202);
    followed();
    JsonNode repeat = tried("Disk", "firing", "a");
    assertThat(outcome(repeat)).isEqualTo("deduplicated");
    assertThat(repeat.at("/alerts/0/fingerprint").asText().replace("-", ""))
        .isEqualTo(
            imas.database
                .query("SELECT replace(fingerprint::text, '-', '') FROM alert WHERE name = 'Disk'")
                .getFirst());
    assertThat(outcome(tried("Disk", "firing", "b"))).isEqualTo("joined");
    assertThat(outcome(tried("Disk", "resolved", "a"))).isEqualTo("resolved");
    assertThat(outcome(tried("Disk", "resolved", "b"))).isEqualTo("stale");

    assertThat(post("Disk", "resolved", "a").status()).isEqualTo(202);
    followed();
    JsonNode again = tried("Disk", "firing", "b");
    assertThat(outcome(again)).isEqualTo("reopened");
    assertThat(again.at("/alerts/0/would/incident/short_id").asText()).startsWith("INC-");
  }

  @Test
  void whatIsSilencedIsSaidWithTheSilence() {
    String id =
        imas.made(
                "/api/v1/silences",
                "{'matchers':['alertname=\\'Quiet\\''],'ends_at':'%s','comment':'a test'}"
                    .replace("\\'", "\\\"")
                    .formatted(Instant.now().plusSeconds(3_600)))
            .get("id")
            .asText();

    JsonNode would = tried("Quiet", "firing", "a").at("/alerts/0/would");

    assertThat(would.get("outcome").asText()).isEqualTo("hidden");
    assertThat(would.at("/hidden_by/0/kind").asText()).isEqualTo("silence");
    assertThat(would.at("/hidden_by/0/id").asText()).isEqualTo(id);
    assertThat(would.has("pages")).isFalse();
  }

  @Test
  void rulesOfTheRequestAreTriedInstead() {
    String asText =
        Json.write(
            Map.of(
                "body",
                body("Rules", "firing", "a").replace('\'', '"'),
                "rules",
                java.util.List.of(
                    Map.of(
                        "name", "all",
                        "title", "{{labels.pod}} is full",
                        "severity", "SEV3",
                        "group_wait", "PT30S"))));

    JsonNode tried = tried(asText);

    assertThat(tried.get("rule_set_version").isNull()).isTrue();
    JsonNode alert = tried.at("/alerts/0");
    assertThat(alert.get("title").asText()).isEqualTo("a is full");
    assertThat(alert.get("severity").asText()).isEqualTo("SEV3_MEDIUM");
    assertThat(alert.at("/routing/opening/group_wait").asText()).isEqualTo("PT30S");
  }

  @Test
  void whatCannotBeReadIsADeadLetterOrARefusal() {
    JsonNode tried =
        tried(
            "{'version':'4','alerts':[{'status':'firing','labels':{'alertname':'Ok'}},"
                + "{'status':'firing','labels':7}]}");
    assertThat(tried.get("dead_letter_count").asInt()).isEqualTo(1);
    assertThat(tried.at("/dead_letters/0/pointer").asText()).startsWith("/alerts/1");
    assertThat(imas.api("POST", "/api/v1/sources/am/try", "{'no':'alerts'}").status())
        .isEqualTo(422);
    assertThat(imas.api("POST", "/api/v1/sources/nobody/try", "{'a':1}").status()).isEqualTo(404);
    assertThat(imas.database.count("SELECT count(*) FROM dead_letter")).isZero();
  }

  private static void followed() {
    Await.until(
        "intake", () -> imas.database.count("SELECT count(*) FROM outbox"), left -> left == 0);
  }
}
