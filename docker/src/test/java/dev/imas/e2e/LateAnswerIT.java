package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Received;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.database.RunningCore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people in Slack see after their request was answered: forms, and words at the address that
 * came along (COL-15, COL-16; decision C5). Slack here behaves as its documentation says.
 */
class LateAnswerIT {

  private static final String SIGNING = "a-signing-secret-of-slack";
  private static final String ANN = "UANN00001";

  private final PagingScene scene =
      new PagingScene(Map.of("IMAS_CORE_TIMER_POLL", "50ms"), Map.of());

  /** By the last part of the path, what Slack answers instead of what it usually does. */
  private final Map<String, Reply> instead = new ConcurrentHashMap<>();

  private String hook = "";
  private int count;

  @BeforeEach
  void aWorkspaceWithAnn() {
    scene.receiver.replies(this::slack);
    JsonNode made =
        scene
            .core
            .post(
                "/api/v1/providers",
                """
                {"name":"slack","type":"slack","config":{"bot_token":"xoxb-t","signing_secret":"%s","url":"%s"}}\
                """
                    .formatted(SIGNING, scene.receiver.url("/api")))
            .json();
    hook = made.get("hook").asText();
    person("ann", "operator", ANN);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Reply slack(Received request) {
    String path = request.path();
    Reply other = instead.get(path.substring(path.lastIndexOf('/') + 1));
    return other != null
        ? other
        : path.startsWith("/respond/")
            ? new Reply.Status(200, Map.of("content-type", "text/html"), "ok")
            : json("{\"ok\":true,\"ts\":\"1.1\"}");
  }

  private static Reply json(String body) {
    return new Reply.Status(200, Map.of("content-type", "application/json"), body);
  }

  private void person(String name, String role, String member) {
    scene.core.database.execute(
        """
        WITH made AS (
          INSERT INTO imas.user_account (tenant_id, id, username, email, role)
          VALUES ('%1$s', gen_random_uuid(), '%2$s', '%2$s@example.org', '%3$s') RETURNING id)
        INSERT INTO imas.user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT '%1$s', gen_random_uuid(), id, 'chat', 'slack', '%4$s', now() FROM made\
        """
            .formatted(scene.core.tenant, name, role, member));
  }

  private JsonNode incident() {
    String id = scene.incident("Case " + ++count, "SEV3");
    return read(id);
  }

  private JsonNode read(String id) {
    return scene.core.get("/api/v1/incidents/" + id).json();
  }

  private static String id(JsonNode incident) {
    return incident.get("id").asText();
  }

  private static String number(JsonNode incident) {
    return incident.get("short_id").asText();
  }

  private RunningCore.Reply post(String part, String body, String secret) {
    String time = Long.toString(scene.core.clock.instant().getEpochSecond());
    return scene.core.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/api/v1/slack/%s/%s"
                        .formatted(scene.core.port(), hook, part)))
            .header("x-slack-request-timestamp", time)
            .header("x-slack-signature", signature(secret, "v0:" + time + ":" + body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String signature(String secret, String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "v0=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String payload(String json) {
    return "payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
  }

  private RunningCore.Reply press(String member, String button, JsonNode incident) {
    return post(
        "interactive",
        payload(
            """
            {"type":"block_actions","trigger_id":"t%d","user":{"id":"%s"},"response_url":"%s",
             "actions":[{"action_id":"%s","value":"%s"}]}\
            """
                .formatted(
                    ++count,
                    member,
                    scene.receiver.url("/respond/secret-1"),
                    button,
                    id(incident))),
        SIGNING);
  }

  private RunningCore.Reply command(String text) {
    return post(
        "commands",
        "user_id=%s&trigger_id=t%d&command=%%2Fimas&text=%s&response_url=%s"
            .formatted(
                ANN,
                ++count,
                URLEncoder.encode(text, StandardCharsets.UTF_8),
                URLEncoder.encode(scene.receiver.url("/respond/secret-1"), StandardCharsets.UTF_8)),
        SIGNING);
  }

  private static String submission(String view, String callback, String about, String values) {
    return payload(
        """
        {"type":"view_submission","user":{"id":"%s"},"view":{"id":"%s","callback_id":"%s",
         "private_metadata":"%s","state":{"values":{%s}}}}\
        """
            .formatted(ANN, view, callback, about, values));
  }

  private static String field(String name, String value) {
    return "\"%s\":{\"value\":{\"type\":\"plain_text_input\",\"value\":\"%s\"}}"
        .formatted(name, value);
  }

  /** The body of the first request to a path that ends so. */
  private JsonNode sent(String end) {
    return Json.read(
        Await.until("a request to " + end, () -> requests(end), requests -> !requests.isEmpty())
            .getFirst()
            .body(),
        JsonNode.class);
  }

  private List<Received> requests(String end) {
    return scene.receiver.requests().stream().filter(r -> r.path().endsWith(end)).toList();
  }

  private void nothingIsLeft() {
    Await.until(
        "nothing to be left",
        () -> scene.core.database.count("SELECT count(*) FROM imas.chat_reply"),
        n -> n == 0);
  }

  @Test
  void resolveOpensAFormAndWhatIsSentResolvesOnce() {
    JsonNode incident = incident();
    RunningCore.Reply pressed = press(ANN, "resolve_incident", incident);
    assertThat(pressed.status()).isEqualTo(200);
    assertThat(pressed.http().body()).isEmpty();

    JsonNode opened = sent("/api/views.open");
    assertThat(opened.get("trigger_id").asText()).isEqualTo("t" + count);
    JsonNode view = opened.get("view");
    assertThat(view.get("type").asText()).isEqualTo("modal");
    assertThat(view.at("/title/text").asText()).hasSizeLessThanOrEqualTo(24).contains("INC-");
    assertThat(view.get("private_metadata").asText()).isEqualTo(id(incident));
    assertThat(read(id(incident)).get("status").asText()).isEqualTo("TRIGGERED");
    nothingIsLeft();
    assertThat(requests("/respond/secret-1")).isEmpty();

    String values = field("note", "Restarted it") + "," + field("root_cause", "A full disk");
    String body = submission("V1", view.get("callback_id").asText(), id(incident), values);
    assertThat(post("interactive", body, "guess").status()).isEqualTo(401);
    RunningCore.Reply done = post("interactive", body, SIGNING);
    assertThat(done.json().get("response_action").asText()).isEqualTo("update");
    assertThat(done.json().toString()).contains("You have resolved " + number(incident));
    JsonNode resolved = read(id(incident));
    assertThat(resolved.get("status").asText()).isEqualTo("RESOLVED");
    assertThat(resolved.get("resolution_note").asText()).isEqualTo("Restarted it");
    assertThat(resolved.get("root_cause").asText()).isEqualTo("A full disk");

    scene.core.post("/api/v1/incidents/" + id(incident) + "/reopen", "{\"message\":\"again\"}");
    RunningCore.Reply again = post("interactive", body, SIGNING);
    assertThat(again.json().get("response_action").asText()).isEqualTo("clear");
    assertThat(read(id(incident)).get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void aFormThatCannotBeSentSaysWhyBesideItsField() {
    JsonNode incident = incident();
    scene.core.post("/api/v1/incidents/" + id(incident) + "/resolve", "{}");
    RunningCore.Reply refused =
        post(
            "interactive",
            submission("V2", "resolve_incident_modal", id(incident), field("note", "x")),
            SIGNING);
    assertThat(refused.json().get("response_action").asText()).isEqualTo("errors");
    assertThat(refused.json().at("/errors/note").asText()).contains("Nothing has changed");
    // And none opens for what is over.
    press(ANN, "resolve_incident", incident);
    assertThat(sent("/respond/secret-1").get("text").asText()).contains("Nothing has changed");
    assertThat(requests("/api/views.open")).isEmpty();
  }

  @Test
  void createWithoutATitleOpensAForm() {
    RunningCore.Reply reply = command("create");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.http().body()).isEmpty();
    JsonNode view = sent("/api/views.open").get("view");
    assertThat(view.get("callback_id").asText()).isEqualTo("create_incident_modal");

    String values =
        field("title", "The ledger is down")
            + ","
            + field("description", "Since noon")
            + ",\"severity\":{\"value\":{\"type\":\"static_select\",\"selected_option\":{\"value\":\"SEV2_HIGH\"}}}";
    String body = submission("V3", "create_incident_modal", "", values);
    String said = post("interactive", body, SIGNING).json().toString();
    assertThat(said).contains("You have opened INC-", "SEV2_HIGH");
    assertThat(post("interactive", body, SIGNING).json().toString()).isEqualTo(said);
    assertThat(
            scene.core.database.query(
                "SELECT title || ' ' || description FROM imas.incident WHERE title LIKE 'The"
                    + " ledger%'"))
        .containsExactly("The ledger is down Since noon");
  }

  @Test
  void aFormThatDoesNotOpenIsReplacedByWhatToWrite() {
    instead.put("views.open", json("{\"ok\":false,\"error\":\"expired_trigger_id\"}"));
    JsonNode incident = incident();
    press(ANN, "resolve_incident", incident);
    JsonNode said = sent("/respond/secret-1");
    assertThat(said.get("text").asText())
        .isEqualTo(
            "The form could not be opened. Write: /imas resolve "
                + number(incident)
                + " [message]");
    nothingIsLeft();
    assertThat(requests("/api/views.open")).hasSize(1);
  }

  /** A trigger lives for three seconds: what is later than that is not even tried. */
  @Test
  void aFormThatIsTooLateIsNotTried() {
    instead.put("views.open", json("{\"ok\":true}"));
    JsonNode incident = incident();
    scene.core.database.execute(
        """
        CREATE FUNCTION imas.late() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.form_until := now() - interval ''1 second''; RETURN NEW; END';
        CREATE TRIGGER late BEFORE INSERT ON imas.chat_reply FOR EACH ROW EXECUTE FUNCTION imas.late()\
        """);
    press(ANN, "resolve_incident", incident);
    assertThat(sent("/respond/secret-1").get("text").asText()).contains("/imas resolve INC-");
    assertThat(requests("/api/views.open")).isEmpty();
  }

  @Test
  void aButtonsAnswerIsShownToWhoeverPressedItAlone() {
    JsonNode incident = incident();
    assertThat(press(ANN, "ack_incident", incident).http().body()).isEmpty();
    JsonNode said = sent("/respond/secret-1");
    assertThat(said.get("text").asText())
        .isEqualTo("You have acknowledged " + number(incident) + ".");
    assertThat(said.get("response_type").asText()).isEqualTo("ephemeral");
    assertThat(said.get("replace_original").asBoolean()).isFalse();
    nothingIsLeft();

    person("viv", "viewer", "UVIV00001");
    press("UVIV00001", "resolve_incident", incident);
    Await.until(
        "the refusal",
        () -> requests("/respond/secret-1").toString(),
        all -> all.contains("incident.resolve"));
    press("USTRANGER", "resolve_incident", incident);
    Await.until(
        "how to be known",
        () -> requests("/respond/secret-1").toString(),
        all -> all.contains("I do not know you"));
    assertThat(requests("/api/views.open")).isEmpty();
  }

  /** The address counts as secret, and what nobody takes in time is forgotten, not kept. */
  @Test
  void whatSlackDoesNotTakeIsTriedAgainAndThenForgotten() {
    instead.put("secret-1", Reply.status(503));
    press(ANN, "ack_incident", incident());
    Await.until("another attempt", () -> requests("/respond/secret-1"), tried -> tried.size() >= 2);
    assertThat(
            scene.core.database.query(
                "SELECT r::text FROM imas.chat_reply r WHERE r::text LIKE '%secret-1%'"))
        .isEmpty();
    scene.core.database.execute("UPDATE imas.chat_reply SET expires_at = now()");
    nothingIsLeft();
    assertThat(
            scene.core.database.count("SELECT count(*) FROM imas.delivery WHERE status = 'dead'"))
        .isZero();
  }

  @Test
  void whatSlackRefusesIsNotTriedAgain() {
    instead.put("secret-1", Reply.status(404));
    press(ANN, "ack_incident", incident());
    nothingIsLeft();
    assertThat(requests("/respond/secret-1")).hasSize(1);
  }

  /** Slack waits for three seconds, whatever core waits for. */
  @Test
  void whatTakesLongIsAnsweredAtOnceAndThenAgain() throws SQLException {
    JsonNode incident = incident();
    long begun = System.nanoTime();
    try (Connection other = scene.core.database.connect();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("SELECT FROM imas.incident WHERE id = '" + id(incident) + "' FOR UPDATE");
      RunningCore.Reply first = command("ack " + number(incident));
      assertThat(first.status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      assertThat(first.json().get("response_type").asText()).isEqualTo("ephemeral");
      assertThat(first.json().get("text").asText()).contains("longer than usual");
      assertThat(requests("/respond/secret-1")).isEmpty();
      other.rollback();
    }
    assertThat(sent("/respond/secret-1").get("text").asText())
        .isEqualTo("You have acknowledged " + number(incident) + ".");
    assertThat(read(id(incident)).get("status").asText()).isEqualTo("ACKNOWLEDGED");
  }

  @Test
  void aMentionAndADirectMessageAreCommands() {
    JsonNode incident = incident();
    String mention =
        """
        {"type":"event_callback","event_id":"E%d","event":{"type":"app_mention","user":"%s","channel":"C1",
         "text":"<@UBOT> ack %s","ts":"1.2"%s}}\
        """;
    post("events", mention.formatted(1, ANN, number(incident), ",\"bot_id\":\"B1\""), SIGNING);
    post("events", mention.formatted(2, ANN, number(incident), ""), SIGNING);
    post("events", mention.formatted(2, ANN, number(incident), ""), SIGNING);
    JsonNode said = sent("/api/chat.postEphemeral");
    assertThat(said.get("text").asText()).startsWith("You have acknowledged");
    assertThat(said.get("channel").asText()).isEqualTo("C1");
    assertThat(said.get("user").asText()).isEqualTo(ANN);

    post(
        "events",
        """
        {"type":"event_callback","event_id":"E3","event":{"type":"message","channel_type":"im","user":"%s",
         "channel":"D1","text":"status %s","ts":"1.3"}}\
        """
            .formatted(ANN, number(incident)),
        SIGNING);
    assertThat(sent("/api/chat.postMessage").get("text").asText()).contains("ACKNOWLEDGED");
    nothingIsLeft();
    assertThat(requests("/api/chat.postEphemeral")).hasSize(1);
  }
}
