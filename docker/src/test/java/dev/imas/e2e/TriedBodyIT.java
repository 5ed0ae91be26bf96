package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.e2e.CoreAndGateway.Reply;
import dev.imas.fixtures.Await;
import java.time.Instant;
import java.util.List;
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
                List.of(
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

  @Test
  void whatIsOddIsNoAlertOrIsNotFoundIsShown() {
    imas.made(
        "/api/v1/sources",
        """
        {'name':'posts','type':'PROFILE','config':{'profile':{'alerts':'/list/*','identity':[{'of':['/list/*/id']}],
         'name':'/list/*/id','title':'/list/*/titel','severity':'/list/*/sev','author':'/list/*/by','note':'/list/*/text',
         'label_sets':[{'at':'/list/*/tags'}],'service':'/list/*/service',
         'status':{'of':'/list/*/state','firing':['down'],'acknowledged':['ack'],'dropped':['noise'],'change':['deploy']}}}}\
        """);
    String body =
        """
        {'list':[{'id':'a','state':'sideways','sev':'purple','service':'shop'},
         {'id':'a','state':'ack','by':'Ada','text':'on it'},{'id':'b','state':'noise'},{'id':'c','state':'deploy','tags':{'env':'prod'}},
         {'id':'a'}]}\
        """;
    JsonNode tried =
        Await.until(
                "the source to be known",
                () -> imas.api("POST", "/api/v1/sources/posts/try", body),
                reply -> reply.status() == 200)
            .json();

    assertThat(tried.get("alert_count").asInt()).isEqualTo(2);
    assertThat(texts(tried.at("/alerts/0/flags"))).contains("unknown_status", "unknown_severity");
    assertThat(tried.at("/alerts/0/details/status_text").asText()).isEqualTo("sideways");
    assertThat(tried.at("/alerts/0/details/severity_text").asText()).isEqualTo("purple");
    assertThat(texts(tried.at("/alerts/1/flags"))).containsExactly("unknown_status");
    assertThat(tried.get("event_count").asInt()).isEqualTo(3);
    JsonNode acknowledged = tried.at("/events/0");
    assertThat(acknowledged.get("disposition").asText()).isEqualTo("action");
    assertThat(acknowledged.get("action").asText()).isEqualTo("acknowledge");
    assertThat(acknowledged.get("fingerprint")).isEqualTo(tried.at("/alerts/0/fingerprint"));
    assertThat(acknowledged.get("author").asText()).isEqualTo("Ada");
    assertThat(acknowledged.get("note").asText()).isEqualTo("on it");
    assertThat(tried.at("/events/1/disposition").asText()).isEqualTo("dropped");
    assertThat(tried.at("/events/1/title").asText()).isEqualTo("b");
    assertThat(tried.at("/events/2/disposition").asText()).isEqualTo("change");
    assertThat(texts(tried.get("unmatched_pointers"))).containsExactly("/list/*/titel");
    assertThat(imas.database.count("SELECT count(*) FROM alert WHERE name = 'a'")).isZero();
  }

  @Test
  void pointersOfAMappingThatFindNothingAreShown() {
    imas.made(
        "/api/v1/sources",
        """
        {'name':'scripts','type':'CUSTOM','config':{'mapping':
         {'alerts':'/list','alert_name':'/nmae','title':'/text','labels':{'host':'/host','zone':'/zoen'}}}}\
        """);
    Reply tried =
        Await.until(
            "the source to be known",
            () ->
                imas.api(
                    "POST",
                    "/api/v1/sources/scripts/try",
                    "{'list':[{'host':'h-1'},{'host':'h-2','text':'disk is full'}]}"),
            reply -> reply.status() == 200);

    assertThat(texts(tried.json().get("unmatched_pointers")))
        .containsExactlyInAnyOrder("/nmae", "/zoen");
    assertThat(tried("Known", "firing", "a").get("unmatched_pointers")).isEmpty();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static void followed() {
    Await.until(
        "intake", () -> imas.database.count("SELECT count(*) FROM outbox"), left -> left == 0);
  }
}
