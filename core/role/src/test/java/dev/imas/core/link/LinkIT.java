package dev.imas.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.message.LinkToken;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A person acknowledges and resolves by the link of a message: a GET shows, only a POST acts, and
 * the person's rights are those of the moment (decision M11; requirements NTF-15, IAM-04).
 */
class LinkIT {

  private static final RunningCore core = RunningCore.start();
  private static int users;

  @AfterAll
  static void stop() {
    core.close();
  }

  private record Person(UUID id, String name) {}

  private static Person person(String role) {
    String name = "person" + ++users;
    Reply made =
        core.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"%2$s\"}"
                .formatted(name, role));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return new Person(UUID.fromString(made.json().get("id").asText()), name);
  }

  private static JsonNode incident(String title) {
    return core.post("/api/v1/incidents", "{\"title\":\"" + title + "\"}").json();
  }

  private static JsonNode read(JsonNode incident) {
    return core.get("/api/v1/incidents/" + incident.get("id").asText()).json();
  }

  /** The token of a link in a message to that person. */
  private static String link(JsonNode incident, Person person) {
    UUID delivery = UuidV7.at(core.clock.millis());
    String token = LinkToken.of(new SecretBox(new byte[32]), delivery).reveal();
    core.database.execute(
        """
        INSERT INTO action_link (tenant_id, id, token_hash, incident_id, user_id, actions, expires_at)
        VALUES ('%s', '%s', decode('%s', 'hex'), '%s', '%s', '{acknowledge,resolve}', '%s')\
        """
            .formatted(
                core.tenant,
                delivery,
                HexFormat.of().formatHex(Credential.hash(token)),
                incident.get("id").asText(),
                person.id,
                core.now().plus(Duration.ofHours(1))));
    return token;
  }

  private static Reply open(String token) {
    return core.send(null, "GET", "/a/" + token, null);
  }

  private static Reply press(String token, String action) {
    return core.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + "/a/" + token))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("action=" + action))
            .build());
  }

  private static String html(Reply reply) {
    return reply.http().body();
  }

  /** M11: what is shared has no link that acts. The API shows that there is one, and for what. */
  @Test
  void onlyAMessageToAPersonGetsALink() {
    Person person = person("responder");
    UUID contact = UuidV7.at(core.clock.millis());
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', '%2$s', '%3$s', 'Phone', 'console', '', now())\
        """
            .formatted(core.tenant, contact, person.id));
    JsonNode incident = incident("Told to a person");
    String id = incident.get("id").asText();
    // They were told before, so they are told what becomes of it.
    core.database.execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency,
                              status, payload)
        VALUES ('%s', gen_random_uuid(), '%s', 1, 'incident.triggered', '%s', 'console', '', 3, 'sent', '{}')\
        """
            .formatted(core.tenant, id, contact));
    core.post("/api/v1/incidents/" + id + "/acknowledge", "{}");

    List<String> told =
        core.database.query(
            "SELECT d.id FROM delivery d WHERE d.event = 'incident.acknowledged' AND incident_id ="
                + " '%s' AND receiver_id = '%s'".formatted(id, contact));
    assertThat(told).hasSize(1);
    assertThat(
            core.database.query(
                "SELECT l.id || ' ' || l.actions::text FROM action_link l WHERE incident_id = '"
                    + id
                    + "'"))
        .containsExactly(told.getFirst() + " {resolve}");
    JsonNode shown = core.get("/api/v1/deliveries/" + told.getFirst()).json();
    assertThat(shown.at("/payload/actions/0").asText()).isEqualTo("resolve");
    String token =
        LinkToken.of(new SecretBox(new byte[32]), UUID.fromString(told.getFirst())).reveal();
    assertThat(shown.toString()).doesNotContain(token);
    role(person, "operator");
    assertThat(press(token, "acknowledge").status()).isEqualTo(422);
    assertThat(press(token, "resolve").status()).isEqualTo(200);

    // Of the end there is nothing left to do, and the console of the team never had a link.
    assertThat(
            core.database.count(
                "SELECT count(*) FROM action_link WHERE incident_id = '" + id + "'"))
        .isEqualTo(1);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM delivery WHERE incident_id = '"
                    + id
                    + "' AND payload ? 'actions'"))
        .isEqualTo(1);
  }

  @Test
  void aPostActsAsThePersonAndTheTimelineSaysByLink() {
    Person person = person("responder");
    JsonNode incident = incident("Ledger is down");
    String token = link(incident, person);

    Reply done = press(token, "acknowledge");

    assertThat(done.status()).isEqualTo(200);
    assertThat(html(done)).contains("You have acknowledged INC-", "You act as " + person.name);
    JsonNode after = read(incident);
    assertThat(after.get("status").asText()).isEqualTo("ACKNOWLEDGED");
    assertThat(after.get("lead").asText()).isEqualTo(person.name);
    JsonNode line = after.get("timeline").get(1);
    assertThat(line.get("created_by").asText()).isEqualTo(person.name);
    assertThat(line.at("/metadata/via").asText()).isEqualTo("link");
  }

  /** Mail scanners open all links, and then all that they find there, again and again. */
  @Test
  void aScannerThatOpensEverythingChangesNothing() {
    JsonNode incident = incident("Scanned");
    String token = link(incident, person("operator"));

    for (int i = 0; i < 3; i++) {
      Reply page = open(token);
      assertThat(page.status()).isEqualTo(200);
      assertThat(html(page)).contains("value=\"acknowledge\"", "value=\"resolve\"");
      // There is no script to run, nothing to load and nowhere to go on to.
      assertThat(html(page)).doesNotContainIgnoringCase("<script", "href=", "src=", "http-equiv");
      for (String method : List.of("HEAD", "OPTIONS", "PUT", "DELETE")) {
        core.send(null, method, "/a/" + token, null);
      }
      core.send(null, "GET", "/a/" + token + "/?action=acknowledge", null);
      core.send(null, "POST", "/a/" + token + "?action=acknowledge", "");
    }

    assertThat(read(incident).get("status").asText()).isEqualTo("TRIGGERED");
    assertThat(press(token, "acknowledge").status()).isEqualTo(200);
    assertThat(read(incident).get("status").asText()).isEqualTo("ACKNOWLEDGED");
  }

  @Test
  void aLinkCountsOnceForEachAction() {
    JsonNode incident = incident("Once");
    Person person = person("operator");
    String token = link(incident, person);
    String other = link(incident, person);
    press(token, "acknowledge");
    int version = read(incident).get("version").asInt();

    Reply again = press(token, "acknowledge");
    Reply byAnotherMessage = press(other, "acknowledge");
    assertThat(again.status()).isEqualTo(200);
    assertThat(html(again)).contains("is already acknowledged by you, at ");
    assertThat(byAnotherMessage.status()).isEqualTo(200);
    assertThat(html(byAnotherMessage)).contains("is already ACKNOWLEDGED; its lead is you.");
    assertThat(read(incident).get("version").asInt()).isEqualTo(version);

    assertThat(html(press(token, "resolve"))).contains("You have resolved");
    core.post(
        "/api/v1/incidents/" + incident.get("id").asText() + "/reopen", "{\"message\":\"again\"}");
    assertThat(html(press(token, "resolve"))).contains("is already resolved by you");
    assertThat(read(incident).get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void manyPressesAtOnceActOnce() throws Exception {
    JsonNode incident = incident("Pressed at once");
    String token = link(incident, person("operator"));
    List<Callable<Integer>> presses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      presses.add(() -> press(token, "acknowledge").status());
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> status : threads.invokeAll(presses)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    assertThat(read(incident).get("timeline")).hasSize(2);
  }

  /** The page of a link is in the language of its reader, who is told times as on their clock. */
  @Test
  void thePageSpeaksItsReadersLanguageAndTellsTheirTime() {
    JsonNode incident = incident("Le disque est plein");
    Person person = person("operator");
    core.database.execute(
        "UPDATE user_account SET locale = 'fr', time_zone = 'Asia/Tokyo' WHERE id = '"
            + person.id
            + "'");
    String token = link(incident, person);
    String tokyo =
        DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.FRENCH)
                .format(core.now().atZone(ZoneId.of("Asia/Tokyo")))
            + " Asia/Tokyo";

    assertThat(html(open(token)))
        .contains("<html lang=\"fr\">", "Gravité", "DÉCLENCHÉ", "Acquitter INC-", tokyo)
        .doesNotContain("TRIGGERED", "UTC", "Severity", "You act");
    assertThat(html(press(token, "acknowledge"))).contains("Vous avez acquitté INC-");
    assertThat(html(press(token, "acknowledge")))
        .contains("Vous avez déjà acquitté INC-", tokyo)
        .doesNotContain("UTC");
    role(person, "viewer");
    assertThat(html(press(link(incident("Droits"), person), "acknowledge")))
        .contains("Rien n’a changé : vous n’en avez pas le droit.");

    Reply gone =
        core.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + "/a/none"))
                .header("accept-language", "fr-CA, en;q=0.5")
                .build());
    assertThat(gone.status()).isEqualTo(404);
    assertThat(html(gone)).contains("<html lang=\"fr\">", "Ce lien ne fonctionne pas");
  }

  /** Rights are read when the button is pressed, whatever they were when the message was sent. */
  @Test
  void rightsAreThoseOfTheMoment() {
    JsonNode incident = incident("Rights");
    Person person = person("operator");
    String token = link(incident, person);
    role(person, "viewer");

    Reply refused = press(token, "acknowledge");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(html(refused)).contains("Nothing has changed: you may not do this.");
    assertThat(read(incident).get("status").asText()).isEqualTo("TRIGGERED");

    // On call, they may whatever their role (IAM-04).
    Reply standIns = core.get("/api/v1/teams/Operations/stand-ins");
    String version = standIns.header("etag");
    core.send(
        core.token,
        "PUT",
        "/api/v1/teams/Operations/stand-ins",
        "{\"current_on_call\":\"" + person.name + "\"}",
        "if-match",
        version == null ? "\"0\"" : version);
    assertThat(press(token, "acknowledge").status()).isEqualTo(200);
  }

  private static void role(Person person, String role) {
    core.database.execute(
        "UPDATE user_account SET role = '%s' WHERE id = '%s'".formatted(role, person.id));
  }

  @Test
  void unknownExpiredAndRevokedLinksAllLookTheSame() {
    JsonNode incident = incident("Gone");
    Person person = person("operator");
    String expired = link(incident, person);
    core.database.execute(
        "UPDATE action_link SET expires_at = '%s' WHERE user_id = '%s'"
            .formatted(core.now().minusSeconds(1), person.id));
    Person left = person("operator");
    String ofOneWhoLeft = link(incident, left);
    core.database.execute("UPDATE user_account SET is_active = false WHERE id = '" + left.id + "'");
    Person foreign = person("operator");
    String ofNoIncident = link(incident, foreign);
    core.database.execute(
        "UPDATE action_link SET incident_id = gen_random_uuid() WHERE user_id = '"
            + foreign.id
            + "'");

    String page = html(open("AAAAAAAAAAAAAAAAAAAAAA"));
    for (String token : List.of("x", expired, ofOneWhoLeft, ofNoIncident)) {
      for (Reply reply : List.of(open(token), press(token, "acknowledge"))) {
        assertThat(reply.status()).isEqualTo(404);
        assertThat(html(reply)).isEqualTo(page);
      }
    }
    assertThat(read(incident).get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void thePageEscapesTextsAndKeepsTheAddressToItself() {
    JsonNode incident = incident("<img src=x onerror=alert(1)> 'quoted'");
    Reply page = open(link(incident, person("operator")));
    assertThat(html(page)).contains("&lt;img src=x onerror=alert(1)&gt; &#39;quoted&#39;");
    assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(page.header("x-robots-tag")).contains("noindex");
    assertThat(page.header("cache-control")).isEqualTo("no-store");
    assertThat(page.header("set-cookie")).isNull();
    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(html(page));
    assertThat(style.find()).isTrue();
    assertThat(page.header("content-security-policy"))
        .contains(Base64.getEncoder().encodeToString(Credential.hash(style.group(1))));
  }

  /** The one place for a token is the message. */
  @Test
  void noLogMetricOrAnswerHasTheToken() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.DEBUG);
    String token;
    List<Reply> answers = new ArrayList<>();
    try {
      JsonNode incident = incident("Secret");
      token = link(incident, person("operator"));
      answers.add(open(token));
      answers.add(press(token, "acknowledge"));
      answers.add(core.send(null, "GET", "/a/" + token + "/more", null));
      answers.add(core.send(null, "DELETE", "/a/" + token, null));
      answers.add(core.send(null, "POST", "/a/" + token, "x".repeat(2_000)));
      answers.add(core.get("/api/v1/deliveries"));
      answers.add(core.get("/api/v1/incidents/" + incident.get("id").asText() + "/timeline"));
      core.database.execute("ALTER TABLE incident RENAME TO hidden");
      try {
        answers.add(open(token));
      } finally {
        core.database.execute("ALTER TABLE hidden RENAME TO incident");
      }
    } finally {
      root.setLevel(before);
      root.detachAppender(logged);
    }
    assertThat(answers).extracting(Reply::status).contains(404, 405, 413, 503);
    for (Reply answer : answers) {
      assertThat(html(answer) + answer.http().headers()).doesNotContain(token);
    }
    String lines =
        String.join(
            "\n",
            logged.list.stream()
                // The test's own statements are those of JDBC and of the HTTP client.
                .filter(event -> event.getLoggerName().startsWith("dev.imas"))
                .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
                .toList());
    assertThat(lines).contains("/a/{token}").doesNotContain(token);
    assertThat(core.meters.scrape()).contains("/a/{token}").doesNotContain(token);
  }

  @Test
  void guessesAreLimitedByAddress() {
    try (RunningCore limited = RunningCore.start(Map.of("IMAS_CORE_UNAUTHENTICATED_RATE", "1"))) {
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        statuses.add(limited.send(null, "GET", "/a/guess" + i, null).status());
      }
      assertThat(statuses).startsWith(404).endsWith(429);
    }
  }

  @Test
  void expiredLinksAreRemoved() {
    Person person = person("operator");
    link(incident("Old"), person);
    core.database.execute(
        "UPDATE action_link SET expires_at = now() - interval '2 hours' WHERE user_id = '"
            + person.id
            + "'");
    core.sweep("links-past");
    assertThat(
            core.database.count(
                "SELECT count(*) FROM action_link WHERE user_id = '" + person.id + "'"))
        .isZero();
  }
}
