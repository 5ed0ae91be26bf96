package dev.imas.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.message.LinkToken;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * "Acknowledge all" by the link of a message about many incidents (decisions C16 and M11, NTF-28,
 * trap 72): exactly those that it tells of, once, with the rights of the moment.
 */
class DigestLinkIT {

  private static final RunningCore core = RunningCore.start();
  private static int count;

  @AfterAll
  static void stop() {
    core.close();
  }

  private record Person(UUID id, String name, UUID contact) {}

  private static Person person(String role) {
    String name = "folded" + ++count;
    Reply made =
        core.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"%2$s\"}"
                .formatted(name, role));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    UUID id = UUID.fromString(made.json().get("id").asText());
    UUID contact = UuidV7.at(core.clock.millis());
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%s', '%s', '%s', 'Phone', 'console', '', now())\
        """
            .formatted(core.tenant, contact, id));
    return new Person(id, name, contact);
  }

  private static String incident(String title) {
    return core.post("/api/v1/incidents", "{\"title\":\"" + title + "\"}")
        .json()
        .get("id")
        .asText();
  }

  private static List<String> incidents(int number) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      made.add(incident("Case " + ++count));
    }
    return made;
  }

  private static JsonNode read(String incident) {
    return core.get("/api/v1/incidents/" + incident).json();
  }

  private static String status(String incident) {
    return read(incident).get("status").asText();
  }

  private static UUID message(UUID receiver, List<String> incidents) {
    UUID id = UuidV7.at(core.clock.millis());
    core.database.execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload, created_at)
        VALUES ('%1$s', '%2$s', 0, 'incidents.digest', '%3$s', 'console', '', 1, 'sent', '{}', '%4$s');
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              folded_into, payload)
        SELECT '%1$s', gen_random_uuid(), i.id::uuid, 1000 + seq.n, 'incident.escalated', '%3$s', 'console', '', 1, 'folded',
               '%2$s', '{}'
          FROM unnest('{%5$s}'::text[]) AS i(id), generate_series(1, 2) AS seq(n)\
        """
            .formatted(core.tenant, id, receiver, core.now(), String.join(",", incidents)));
    return id;
  }

  private static String token(UUID message) {
    return LinkToken.ofDigest(new SecretBox(new byte[32]), message).reveal();
  }

  private static Reply open(String token) {
    return core.send(null, "GET", "/a/" + token, null);
  }

  private static Reply press(String token) {
    return core.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + "/a/" + token))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("action=acknowledge"))
            .build());
  }

  private static String html(Reply reply) {
    return reply.http().body();
  }

  @Test
  void thePageSpeaksItsReadersLanguageAndTellsTheirTime() {
    Person person = person("responder");
    core.database.execute(
        "UPDATE user_account SET locale = 'fr', time_zone = 'Asia/Tokyo' WHERE id = '"
            + person.id
            + "'");
    String token = token(message(person.contact, incidents(2)));

    assertThat(html(open(token)))
        .contains(
            "2 incidents en un message", "Acquitter les 2 incidents", " SEV3 DÉCLENCHÉ: Case ")
        .doesNotContain("TRIGGERED", "_MEDIUM", "in one message", "You act");
    assertThat(html(press(token))).contains("Vous avez acquitté 2 incidents.");
    assertThat(html(press(token)))
        .contains("Vous avez déjà acquitté 2 incidents par ce lien, à cette heure : ")
        .contains(" Asia/Tokyo")
        .doesNotContain("UTC");
  }

  @Test
  void onePressAcknowledgesExactlyWhatTheMessageTellsOfAndNobodyWorksOn() {
    Person person = person("responder");
    List<String> told = incidents(3);
    String other = incident("Not in the message");
    String taken = incident("Taken by somebody");
    String over = incident("Over");
    core.post("/api/v1/incidents/" + taken + "/acknowledge", "{}");
    core.post("/api/v1/incidents/" + over + "/resolve", "{}");
    List<String> all = new ArrayList<>(told);
    all.add(taken);
    all.add(over);
    String token = token(message(person.contact, all));

    Reply done = press(token);

    assertThat(done.status()).isEqualTo(200);
    assertThat(html(done))
        .contains("You have acknowledged 3 incidents.", "You act as " + person.name)
        .doesNotContain("<form");
    for (String incident : told) {
      JsonNode after = read(incident);
      assertThat(after.get("status").asText()).isEqualTo("ACKNOWLEDGED");
      assertThat(after.get("lead").asText()).isEqualTo(person.name);
      assertThat(after.get("timeline")).hasSize(2);
      assertThat(after.at("/timeline/1/created_by").asText()).isEqualTo(person.name);
      assertThat(after.at("/timeline/1/metadata/via").asText()).isEqualTo("link");
    }
    assertThat(status(other)).isEqualTo("TRIGGERED");
    assertThat(read(taken).get("lead").asText()).isNotEqualTo(person.name);
    assertThat(status(over)).isEqualTo("RESOLVED");
  }

  /** Trap 72. */
  @Test
  void aGetListsTheIncidentsAndWhateverOpensItChangesNothing() {
    Person person = person("responder");
    String quoted = incident("<b>Bold</b>");
    List<String> told = new ArrayList<>(incidents(2));
    told.add(quoted);
    String token = token(message(person.contact, told));

    for (int i = 0; i < 3; i++) {
      Reply page = open(token);
      assertThat(page.status()).isEqualTo(200);
      assertThat(html(page))
          .contains(
              "3 incidents in one message",
              "Acknowledge all 3",
              read(told.getFirst()).get("short_id").asText(),
              "&lt;b&gt;Bold&lt;/b&gt;")
          .doesNotContainIgnoringCase("<script", "href=", "src=", "http-equiv");
      assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(page.header("x-robots-tag")).contains("noindex");
      for (String method : List.of("HEAD", "OPTIONS", "PUT", "DELETE")) {
        core.send(null, method, "/a/" + token, null);
      }
      core.send(null, "POST", "/a/" + token + "?action=acknowledge", "");
    }
    assertThat(told).allSatisfy(incident -> assertThat(status(incident)).isEqualTo("TRIGGERED"));
    assertThat(press(token).status()).isEqualTo(200);
    assertThat(told).allSatisfy(incident -> assertThat(status(incident)).isEqualTo("ACKNOWLEDGED"));
  }

  @Test
  void theLinkCountsOnceAlsoWhenAnIncidentIsReopened() {
    Person person = person("operator");
    List<String> told = incidents(2);
    String token = token(message(person.contact, told));
    press(token);
    core.post("/api/v1/incidents/" + told.getFirst() + "/resolve", "{}");
    core.post("/api/v1/incidents/" + told.getFirst() + "/reopen", "{\"message\":\"again\"}");

    Reply again = press(token);

    assertThat(again.status()).isEqualTo(200);
    assertThat(html(again))
        .contains("You have already acknowledged 2 incidents by this link, at ")
        .doesNotContain("<form");
    assertThat(status(told.getFirst())).isEqualTo("TRIGGERED");
  }

  @Test
  void manyPressesAtOnceAcknowledgeEachIncidentOnce() throws Exception {
    Person person = person("responder");
    // More than one transaction takes.
    List<String> told = incidents(60);
    String token = token(message(person.contact, told));
    List<Callable<Integer>> presses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      presses.add(() -> press(token).status());
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Integer> status : threads.invokeAll(presses)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    for (String incident : told) {
      assertThat(read(incident).get("timeline")).hasSize(2);
    }
  }

  /** Of each incident by itself: who may not acknowledge one still acknowledges the others. */
  @Test
  void rightsAreThoseOfTheMomentForEachIncidentAndWhatIsRefusedIsNamed() {
    Person person = person("viewer");
    String mine = incident("Of my team");
    String foreign = incident("Of another team");
    UUID team = UuidV7.at(core.clock.millis());
    core.database.execute(
        """
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%2$s', 'Others');
        INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%2$s', 'theirs', '%2$s');
        UPDATE incident SET service_id = '%2$s' WHERE id = '%3$s'\
        """
            .formatted(core.tenant, team, foreign));
    String token = token(message(person.contact, List.of(mine, foreign)));

    Reply refused = press(token);
    assertThat(html(refused))
        .contains("Nothing has changed. You may not acknowledge ", "<form")
        .contains(read(mine).get("short_id").asText(), read(foreign).get("short_id").asText());
    assertThat(status(mine)).isEqualTo("TRIGGERED");

    // On call for one of the two teams by now (IAM-04).
    core.database.execute(
        "INSERT INTO team_on_call (tenant_id, team_id, current_id, updated_at) SELECT '%s', t.id, '%s', now() FROM team t WHERE t.name = 'Operations'"
            .formatted(core.tenant, person.id));
    Reply done = press(token);

    assertThat(html(done))
        .contains(
            "You have acknowledged 1 incident. You may not acknowledge "
                + read(foreign).get("short_id").asText());
    assertThat(status(mine)).isEqualTo("ACKNOWLEDGED");
    assertThat(status(foreign)).isEqualTo("TRIGGERED");
  }

  @Test
  void forgedExpiredAndOrphanedLinksAllLookTheSame() {
    List<String> told = incidents(1);
    Person person = person("operator");
    UUID message = message(person.contact, told);
    String right = token(message);
    String forged =
        LinkToken.ofDigest(new SecretBox("another key of thirty-two bytes!".getBytes()), message)
            .reveal();
    String changed = (right.charAt(0) == 'A' ? 'B' : 'A') + right.substring(1);
    Person late = person("operator");
    UUID expired = message(late.contact, told);
    core.database.execute(
        "UPDATE delivery SET created_at = '%s' WHERE id = '%s'"
            .formatted(core.now().minus(Duration.ofDays(365)), expired));
    Person left = person("operator");
    UUID ofOneWhoLeft = message(left.contact, told);
    core.database.execute("UPDATE user_account SET is_active = false WHERE id = '" + left.id + "'");
    Person lostPhone = person("operator");
    UUID ofALostPhone = message(lostPhone.contact, told);
    core.database.execute("DELETE FROM user_contact WHERE id = '" + lostPhone.contact + "'");
    UUID ofATeam = message(new UUID(0, 0), told);
    // An incident's page, with the id of which somebody signs nothing.
    String ofAPage = LinkToken.of(new SecretBox(new byte[32]), message).reveal();

    String page = html(open("AAAAAAAAAAAAAAAAAAAAAA"));
    for (String token :
        List.of(
            forged,
            changed,
            token(expired),
            token(ofOneWhoLeft),
            token(ofALostPhone),
            token(ofATeam),
            token(UUID.randomUUID()),
            ofAPage)) {
      for (Reply reply : List.of(open(token), press(token))) {
        assertThat(reply.status()).isEqualTo(404);
        assertThat(html(reply)).isEqualTo(page);
      }
    }
    assertThat(status(told.getFirst())).isEqualTo("TRIGGERED");
    assertThat(press(right).status()).isEqualTo(200);
    assertThat(status(told.getFirst())).isEqualTo("ACKNOWLEDGED");
  }
}
