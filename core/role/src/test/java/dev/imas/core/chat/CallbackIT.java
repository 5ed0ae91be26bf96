package dev.imas.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * People acknowledge from chats: each request is proved by its vendor's own means, counts once, and
 * does what the person may over the API (requirements COL-15, COL-16; decisions C3, C4, M19).
 */
class CallbackIT {

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_PUBLIC_URL", "https://imas.example/"));
  private static final String SIGNING = "a-signing-secret-of-slack";
  private static final UUID slack =
      provider(core.tenant, "slack", Map.of("signing_secret", SIGNING));
  private static final UUID telegram =
      provider(core.tenant, "telegram", Map.of("secret_token", "of-telegram"));
  private static final UUID twilio =
      provider(core.tenant, "twilio", Map.of("auth_token", "of-twilio"));
  private static int count;

  @AfterAll
  static void stop() {
    core.close();
  }

  /**
   * @return its hook
   */
  private static UUID provider(UUID tenant, String type, Map<String, String> secrets) {
    UUID id = UuidV7.at(core.clock.millis());
    byte[] sealed =
        new SecretBox(new byte[32])
            .seal(Json.write(secrets), ProviderKind.sealedFor(new TenantId(tenant), id));
    core.database.execute(
        """
        INSERT INTO provider (tenant_id, id, name, type, channel, secrets_enc)
        VALUES ('%s', '%s', '%s', '%s', '%s', decode('%s', 'hex'))\
        """
            .formatted(
                tenant,
                id,
                type + ++count,
                type,
                type.equals("twilio") ? "sms" : type,
                HexFormat.of().formatHex(sealed)));
    return UUID.fromString(
        core.database.query("SELECT hook FROM provider WHERE id = '" + id + "'").getFirst());
  }

  private record Person(String name, String address) {}

  /** A user with a verified contact of that channel. */
  private static Person person(String role, String channel) {
    String name = "chatter" + ++count;
    String address =
        switch (channel) {
          case "slack" -> "U" + (1_000_000 + count);
          case "sms" -> "+3361234" + (1_000 + count);
          default -> Integer.toString(5_000_000 + count);
        };
    Reply made =
        core.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"%2$s\"}"
                .formatted(name, role));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%s', gen_random_uuid(), '%s', 'chat', '%s', '%s', now())\
        """
            .formatted(core.tenant, made.json().get("id").asText(), channel, address));
    return new Person(name, address);
  }

  private static JsonNode incident(String severity) {
    return core.post(
            "/api/v1/incidents",
            "{\"title\":\"Case %d\",\"severity\":\"%s\"}".formatted(++count, severity))
        .json();
  }

  private static String number(JsonNode incident) {
    return incident.get("short_id").asText();
  }

  private static JsonNode read(JsonNode incident) {
    return core.get("/api/v1/incidents/" + incident.get("id").asText()).json();
  }

  private static String status(JsonNode incident) {
    return read(incident).get("status").asText();
  }

  private static String form(Map<String, String> members) {
    List<String> pairs = new ArrayList<>();
    members.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }

  private static Reply post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + "/api/v1" + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return core.send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  private static Reply slack(String path, String body, Instant at) {
    String time = Long.toString(at.getEpochSecond());
    return post(
        path,
        body,
        "x-slack-request-timestamp",
        time,
        "x-slack-signature",
        SlackVendor.signature(SIGNING, time, body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String command(Person person, String command, String text) {
    return form(
        Map.of(
            "user_id",
            person.address,
            "trigger_id",
            "t" + ++count,
            "command",
            command,
            "text",
            text));
  }

  private static String say(Person person, String command, String text) {
    Reply reply =
        slack("/slack/" + slack + "/commands", command(person, command, text), core.now());
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    assertThat(reply.json().get("response_type").asText()).isEqualTo("ephemeral");
    return reply.json().get("text").asText();
  }

  @Test
  void aSlashCommandDoesWhatThePersonMayAndTheTimelineNamesThem() {
    Person ann = person("operator", "slack");
    JsonNode incident = incident("SEV3");

    assertThat(say(ann, "/imas", "incident ack " + number(incident)))
        .isEqualTo("You have acknowledged " + number(incident) + ".");
    JsonNode line = read(incident).get("timeline").get(1);
    assertThat(line.get("created_by").asText()).isEqualTo(ann.name);
    assertThat(line.at("/metadata/via").asText()).isEqualTo("slack");

    assertThat(say(ann, "/inc", "ack " + number(incident)))
        .contains("Nothing has changed", "ACKNOWLEDGED");
    assertThat(say(ann, "/inc", "unack " + number(incident)))
        .isEqualTo("You have taken back the acknowledgement of " + number(incident) + ".");
    assertThat(say(ann, "/inc", "ack " + number(incident))).contains("You have acknowledged");
    assertThat(say(ann, "/inc", "escalate " + number(incident))).contains("SEV2_HIGH");
    assertThat(say(ann, "/incident", "status " + number(incident)))
        .contains("SEV2_HIGH ACKNOWLEDGED (" + ann.name + ")");
    assertThat(say(ann, "/inc", "list")).contains(number(incident));
    assertThat(say(ann, "/inc", "resolve " + number(incident) + " it was <DNS>"))
        .contains("You have resolved");
    assertThat(read(incident).get("resolution_note").asText()).isEqualTo("it was <DNS>");
    assertThat(say(ann, "/inc", "list")).doesNotContain(number(incident));
  }

  @Test
  void anIncidentIsOpenedOnceHoweverOftenSlackRepeatsIt() {
    Person ann = person("operator", "slack");
    String body = command(ann, "/inc", "create The ledger & more " + count);
    String first = slack("/slack/" + slack + "/commands", body, core.now()).json().toString();
    String again = slack("/slack/" + slack + "/commands", body, core.now()).json().toString();
    assertThat(first).contains("You have opened INC-", "ledger &amp; more");
    assertThat(again).isEqualTo(first);
    assertThat(say(person("viewer", "slack"), "/inc", "create Mine")).contains("incident.create");
  }

  @Test
  void whoeverIsUnknownLearnsHowToBeKnownAndDoesNothing() {
    JsonNode incident = incident("SEV3");
    Person viewer = person("viewer", "slack");
    Person unverified = person("operator", "slack");
    core.database.execute(
        "UPDATE user_contact SET verified_at = NULL WHERE address = '" + unverified.address + "'");

    assertThat(say(new Person("x", "U0STRANGER"), "/inc", "ack " + number(incident)))
        .contains("I do not know you", "U0STRANGER");
    assertThat(say(unverified, "/inc", "ack " + number(incident))).contains("I do not know you");
    assertThat(say(viewer, "/inc", "ack " + number(incident))).contains("incident.acknowledge");
    assertThat(status(incident)).isEqualTo("TRIGGERED");
  }

  @Test
  void aButtonOfAMessageActsForWhoeverPressesIt() {
    Person ann = person("responder", "slack");
    JsonNode incident = incident("SEV3");
    String payload =
        """
        {"type":"block_actions","trigger_id":"b1","user":{"id":"%s"},
         "actions":[{"action_id":"ack_incident","value":"%s"}]}\
        """
            .formatted(ann.address, incident.get("id").asText());
    Reply reply =
        slack("/slack/" + slack + "/interactive", form(Map.of("payload", payload)), core.now());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED");
    assertThat(read(incident).get("lead").asText()).isEqualTo(ann.name);
  }

  @Test
  void theChallengeOfTheEventsIsAnsweredOnlyIfItIsSigned() {
    String body = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1a\"}";
    assertThat(slack("/slack/" + slack + "/events", body, core.now()).http().body())
        .isEqualTo("3eZbrw1a");
    assertThat(post("/slack/" + slack + "/events", body).status()).isEqualTo(401);
  }

  @Test
  void whatIsForgedTamperedOrStaleIsRefused() {
    Person ann = person("operator", "slack");
    JsonNode incident = incident("SEV3");
    String body = command(ann, "/inc", "ack " + number(incident));
    String path = "/slack/" + slack + "/commands";
    String time = Long.toString(core.now().getEpochSecond());
    String signature = SlackVendor.signature(SIGNING, time, body.getBytes(StandardCharsets.UTF_8));

    assertThat(
            post(
                    path,
                    body + "%20x",
                    "x-slack-request-timestamp",
                    time,
                    "x-slack-signature",
                    signature)
                .status())
        .isEqualTo(401);
    assertThat(
            post(
                    path,
                    body,
                    "x-slack-request-timestamp",
                    time,
                    "x-slack-signature",
                    SlackVendor.signature("guess", time, body.getBytes(StandardCharsets.UTF_8)))
                .status())
        .isEqualTo(401);
    assertThat(slack(path, body, core.now().minus(Duration.ofMinutes(6))).status()).isEqualTo(401);
    assertThat(slack(path, body, core.now().plus(Duration.ofMinutes(6))).status()).isEqualTo(401);
    assertThat(slack("/slack/" + UUID.randomUUID() + "/commands", body, core.now()).status())
        .isEqualTo(404);
    assertThat(slack("/slack/" + telegram + "/commands", body, core.now()).status()).isEqualTo(404);
    assertThat(slack(path, "x".repeat(70_000), core.now()).status()).isEqualTo(413);
    assertThat(status(incident)).isEqualTo("TRIGGERED");
    assertThat(slack(path, body, core.now()).status()).isEqualTo(200);
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED");
  }

  /** C3: a repeat is known by the vendor's own id, in the transaction of the effect. */
  @Test
  void whatWasPostedBeforeIsNotDoneAgain() throws Exception {
    Person ann = person("operator", "slack");
    JsonNode incident = incident("SEV3");
    String id = incident.get("id").asText();
    String body = command(ann, "/inc", "ack " + number(incident));
    String path = "/slack/" + slack + "/commands";
    assertThat(slack(path, body, core.now()).status()).isEqualTo(200);
    core.post("/api/v1/incidents/" + id + "/resolve", "{}");
    core.post("/api/v1/incidents/" + id + "/reopen", "{\"message\":\"again\"}");

    Reply again = slack(path, body, core.now());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.http().body()).isEmpty();
    assertThat(status(incident)).isEqualTo("TRIGGERED");

    // Many at once, too.
    String many = command(ann, "/inc", "escalate " + number(incident));
    List<Callable<Integer>> posts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      posts.add(() -> slack(path, many, core.now()).status());
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Integer> posted : threads.invokeAll(posts)) {
        assertThat(posted.get()).isEqualTo(200);
      }
    }
    assertThat(read(incident).get("severity").asText()).isEqualTo("SEV2_HIGH");
  }

  /** C4: the tenant is the provider's, whatever the request says. */
  @Test
  void aPersonOfOneTenantDoesNothingInAnother() {
    String foreign = core.tokenOfAnotherTenant("other" + ++count, "read,write,admin");
    UUID tenant =
        UUID.fromString(
            core.database
                .query("SELECT tenant_id FROM tenant WHERE name = 'other" + count + "'")
                .getFirst());
    assertThat(foreign).isNotEmpty();
    UUID hook = provider(tenant, "telegram", Map.of("secret_token", "theirs"));
    Person ann = person("operator", "telegram");
    JsonNode incident = incident("SEV3");

    Reply theirs = telegram(hook, "theirs", message(ann, "ack " + number(incident)));
    assertThat(theirs.json().get("text").asText()).contains("I do not know you");
    assertThat(telegram(hook, "of-telegram", message(ann, "list")).status()).isEqualTo(401);
    assertThat(status(incident)).isEqualTo("TRIGGERED");

    // Without a hook, two providers of a type are one too many.
    Reply which =
        post("/telegram", message(ann, "list"), "x-telegram-bot-api-secret-token", "of-telegram");
    assertThat(which.status()).isEqualTo(404);
    assertThat(which.json().get("detail").asText()).contains("several providers");
    core.database.execute("UPDATE provider SET is_active = false WHERE hook = '" + hook + "'");
    assertThat(
            post(
                    "/telegram",
                    message(ann, "list"),
                    "x-telegram-bot-api-secret-token",
                    "of-telegram")
                .status())
        .isEqualTo(200);
    assertThat(telegram(hook, "theirs", message(ann, "list")).status()).isEqualTo(404);
  }

  private static String message(Person person, String text) {
    return """
    {"update_id":%d,"message":{"from":{"id":%s,"is_bot":false},"chat":{"id":-77},"text":"%s"}}\
    """
        .formatted(++count, person.address, text);
  }

  private static Reply telegram(UUID hook, String secret, String update) {
    return post("/telegram/" + hook, update, "x-telegram-bot-api-secret-token", secret);
  }

  @Test
  void telegramIsAnsweredInTheAnswer() {
    Person ann = person("responder", "telegram");
    JsonNode incident = incident("SEV3");

    JsonNode said =
        telegram(telegram, "of-telegram", message(ann, "/ack " + number(incident))).json();
    assertThat(said.get("method").asText()).isEqualTo("sendMessage");
    assertThat(said.get("chat_id").asText()).isEqualTo("-77");
    assertThat(said.get("text").asText()).startsWith("You have acknowledged");

    JsonNode other = incident("SEV3");
    String pressed =
        """
        {"update_id":%d,"callback_query":{"id":"q9","from":{"id":%s},"data":"ack:%s"}}\
        """
            .formatted(++count, ann.address, other.get("id").asText());
    JsonNode toast = telegram(telegram, "of-telegram", pressed).json();
    assertThat(toast.get("method").asText()).isEqualTo("answerCallbackQuery");
    assertThat(toast.get("callback_query_id").asText()).isEqualTo("q9");
    assertThat(status(other)).isEqualTo("ACKNOWLEDGED");

    // Talk in a group, and what other bots say, is nothing to IMAS.
    assertThat(telegram(telegram, "of-telegram", message(ann, "lunch?")).http().body()).isEmpty();
    assertThat(telegram(telegram, "of-telegram", "{not json").status()).isEqualTo(200);
  }

  private static Reply sms(Person person, String text, String sid) {
    Map<String, String> members =
        Map.of("MessageSid", sid, "From", person.address, "To", "+33999", "Body", text);
    String path = "/twilio/" + twilio + "/sms";
    return post(
        path,
        form(members),
        "x-twilio-signature",
        TwilioVendor.signature("of-twilio", "https://imas.example/api/v1" + path, members));
  }

  /** M19: the first word, with the incident's number, from a verified number. */
  @Test
  void aTextMessageAcknowledges() {
    Person ann = person("responder", "sms");
    JsonNode incident = incident("SEV3");

    Reply done = sms(ann, "ACK " + number(incident).substring(4), "SM1");
    assertThat(done.header("content-type")).startsWith("text/xml");
    assertThat(done.http().body())
        .contains("<Message>You have acknowledged " + number(incident) + ".</Message>");
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED");
    assertThat(sms(ann, "ACK " + number(incident), "SM1").http().body())
        .doesNotContain("<Message>");
    // Each answer costs money, so nobody gets one whom nobody knows.
    assertThat(sms(new Person("x", "+4912345678"), "list", "SM2").http().body())
        .doesNotContain("<Message>");
    for (int i = 0; i < 12; i++) {
      sms(ann, "status " + number(incident), "SM1" + i);
    }
    assertThat(sms(ann, "status " + number(incident), "SM99").http().body())
        .doesNotContain("<Message>");
  }

  /** M16, trap 61: what Twilio took and the phone never got is dead, and others are told. */
  @Test
  void aTextMessageThatDoesNotArriveIsDead() {
    JsonNode incident = incident("SEV2");
    String delivery =
        core.database
            .query(
                "UPDATE delivery SET status = 'sent', channel = 'sms', provider_message_id = 'SMx',"
                    + " finished_at = now() WHERE incident_id = '"
                    + incident.get("id").asText()
                    + "' RETURNING id")
            .getFirst();

    report(delivery, "SMother", "undelivered");
    report(delivery, "SMx", "delivered");
    assertThat(fate(delivery)).isEqualTo("sent null");
    report(delivery, "SMx", "undelivered");
    assertThat(fate(delivery)).isEqualTo("dead Twilio: undelivered 30003");
    report(delivery, "SMx", "undelivered");
    Await.until(
        "the timeline to say so",
        () -> read(incident).get("timeline").toString(),
        lines -> lines.contains("NOTIFICATION_FAILED") && lines.contains("undelivered 30003"));
  }

  private static String fate(String delivery) {
    return core.database
        .query(
            "SELECT concat(status, ' ', coalesce(last_error, 'null')) FROM delivery WHERE id = '"
                + delivery
                + "'")
        .getFirst();
  }

  private static void report(String delivery, String sid, String status) {
    Map<String, String> members =
        Map.of("MessageSid", sid, "MessageStatus", status, "ErrorCode", "30003");
    String path = "/twilio/" + twilio + "/status?delivery=" + delivery;
    Reply reply =
        post(
            path,
            form(members),
            "x-twilio-signature",
            TwilioVendor.signature("of-twilio", "https://imas.example/api/v1" + path, members));
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void onCallIsAskedFor() {
    Person ann = person("viewer", "slack");
    assertThat(say(ann, "/oncall", "Operations")).startsWith("Operations: ");
    assertThat(say(ann, "/oncall", "")).contains("You belong to no team");
    assertThat(say(ann, "/oncall", "Nowhere")).contains("There is no team Nowhere");
  }

  @Test
  void aRequestIsRememberedForADay() {
    Person ann = person("viewer", "slack");
    say(ann, "/inc", "list");
    core.database.execute("UPDATE callback_event SET at = now() - interval '25 hours'");
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'callbacks-past'");
    Await.until(
        "nothing remembered",
        () ->
            core.database.count(
                "SELECT count(*) FROM callback_event WHERE at < now() - interval '1 day'"),
        n -> n == 0);
  }
}
