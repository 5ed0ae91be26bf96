package dev.imas.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import dev.imas.core.login.LoginScene;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is sent to a person is in their inbox, too (requirement NTF-14). */
class InboxIT {

  private static final LoginScene scene = LoginScene.start(Map.of());
  private static int made;

  static {
    scene.core.service("checkout");
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  /** A user with a phone and a mail address as contacts. */
  private record Somebody(UUID id, String access, UUID phone, UUID mail) {

    static Somebody called(String name) {
      scene.user(name, "viewer");
      UUID id = UUID.fromString(one("SELECT id FROM user_account WHERE username = '" + name + "'"));
      UUID phone = next();
      UUID mail = next();
      execute(
          """
          INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
          VALUES ('%1$s', '%2$s', '%3$s', 'Phone', 'sms', '+3361234%5$05d', now()),
                 ('%1$s', '%4$s', '%3$s', 'Mail', 'email', '%6$s@mail.example', now())
          """
              .formatted(scene.core.tenant, phone, id, mail, made, name));
      return new Somebody(id, scene.access(name), phone, mail);
    }

    JsonNode inbox(String query, String... headers) {
      Reply reply = scene.core.send(access, "GET", "/api/v1/me/inbox" + query, null, headers);
      assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
      return reply.json();
    }

    List<String> titles(String query) {
      List<String> titles = new ArrayList<>();
      inbox(query).get("items").forEach(entry -> titles.add(entry.get("title").asText()));
      return titles;
    }

    int unread() {
      return scene.get(access, "/me/inbox/unread").json().at("/unread/count").asInt();
    }

    Reply mark(String as, String json) {
      return scene.core.send(access, "POST", "/api/v1/me/inbox/" + as, json.replace('\'', '"'));
    }

    long told() {
      return Long.parseLong(
          one(
              "SELECT count(*) FROM feed_change WHERE topic = 'inbox' AND '%s' = ANY (subjects)"
                  .formatted(id)));
    }
  }

  /** Ids in the order of time, as those of deliveries are. */
  private static UUID next() {
    return UUID.fromString("01990000-0000-7000-8000-%012d".formatted(++made));
  }

  private static void execute(String sql) {
    scene.core.database.execute(sql);
  }

  private static String one(String sql) {
    return scene.core.database.query(sql).getFirst();
  }

  private static JsonNode incident(String title) {
    return scene
        .core
        .post(
            "/api/v1/incidents",
            "{\"title\":\"%s\",\"service\":\"checkout\",\"severity\":\"SEV2\"}".formatted(title))
        .json();
  }

  private static UUID page(UUID receiver, JsonNode incident, int event, String status) {
    return page(receiver, incident, event, status, null);
  }

  private static UUID page(
      UUID receiver, JsonNode incident, int event, String status, @Nullable String heldFor) {
    UUID id = next();
    execute(insertion(id, receiver, incident, event, status, heldFor));
    return id;
  }

  /** It locks the incident first, as core does, which works on the same incident meanwhile. */
  private static String insertion(
      UUID id,
      UUID receiver,
      JsonNode incident,
      int event,
      String status,
      @Nullable String heldFor) {
    return """
    INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                          held_until, held_for)
    SELECT i.tenant_id, '%s', i.id, %d, 'incident.triggered', '%s', 'sms', 'x', 2, '%s',
           '{"event": "incident.triggered", "message": "", "incident": {"title": "%s", "description": "not this"}}', %s, %s
      FROM (SELECT tenant_id, id FROM incident WHERE id = '%s' FOR KEY SHARE) AS i;
    """
        .formatted(
            id,
            event,
            receiver,
            status,
            incident.get("title").asText(),
            heldFor == null ? "NULL" : "now() + interval '1 day'",
            heldFor == null ? "NULL" : "'" + heldFor + "'",
            incident.get("id").asText());
  }

  private static void notice(UUID receiver, String key, String title) {
    execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                              about_kind, about_id, about_key)
        VALUES ('%s', '%s', 0, 'notice.schedule', '%s', 'email', 'x', 3, 'sent',
                '{"event": "notice.schedule", "incident": {"title": "%s", "description": "On Sunday.", "url": "/schedules/1"}}',
                'schedule', '%s', '%s')
        """
            .formatted(scene.core.tenant, next(), receiver, title, scene.core.tenant, key));
  }

  @Test
  void aMessageIsThereOnceHoweverManyContactsItWentTo() {
    Somebody ida = Somebody.called("ida");
    Somebody ira = Somebody.called("ira");
    JsonNode fire = incident("it burns");
    UUID first = next();
    // At once: after the first, core may page the other contact itself.
    execute(
        insertion(first, ida.phone(), fire, 1, "pending", null)
            + insertion(next(), ida.mail(), fire, 1, "pending", null));
    page(ida.phone(), fire, 2, "pending");
    // Of news: if it were a page, core might call another contact of hers meanwhile.
    execute(
        insertion(next(), ira.mail(), fire, 1, "cancelled", null)
            .replace("incident.triggered", "incident.grew"));

    JsonNode all = ida.inbox("");

    assertThat(all.get("items")).hasSize(2);
    assertThat(all.at("/unread/count").asInt()).isEqualTo(2);
    JsonNode oldest = all.at("/items/1");
    assertThat(oldest.get("id").asText()).isEqualTo(first.toString());
    assertThat(oldest.get("title").asText()).isEqualTo("it burns");
    assertThat(oldest.get("text").isNull()).as("%s", oldest).isTrue();
    assertThat(oldest.at("/incident/short_id")).isEqualTo(fire.get("short_id"));
    assertThat(oldest.at("/incident/status").asText()).isEqualTo("TRIGGERED");
    assertThat(ida.told()).isEqualTo(2);
    assertThat(ira.titles("")).isEmpty();
    assertThat(ira.told()).isZero();
  }

  @Test
  void noticesAreThereAlsoThoseToTheAccountsAddressButNoTestsAndNoDigests() {
    Somebody nia = Somebody.called("nia");
    UUID account = next();
    execute(
        "INSERT INTO escalation_address (tenant_id, id, address, created_at) SELECT tenant_id, '%s', upper(email), now() FROM user_account WHERE id = '%s'"
            .formatted(account, nia.id()));
    notice(nia.mail(), "a", "Nobody is on call");
    notice(account, "b", "You were invited");
    for (String event : List.of("contact.test", "incidents.digest")) {
      execute(
          "INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload) VALUES ('%s', '%s', 0, '%s', '%s', 'sms', 'x', 4, 'sent', '{}')"
              .formatted(scene.core.tenant, next(), event, nia.phone()));
    }

    assertThat(nia.titles("")).containsExactly("You were invited", "Nobody is on call");
    JsonNode entry = nia.inbox("?limit=1").at("/items/0");
    assertThat(entry.get("text").asText()).isEqualTo("On Sunday.");
    assertThat(entry.get("path").asText()).isEqualTo("/schedules/1");
    assertThat(entry.get("incident").isNull()).isTrue();
  }

  @Test
  void noticesAreInTheLanguageOfWhoReads() {
    Somebody lea = Somebody.called("lea");
    notice(lea.mail(), "old", "Written before there were languages");
    String english = "On-call schedule Payments: 2 gaps";
    String french = "Planning d’astreinte Payments : 2 périodes non couvertes";
    Map<String, Object> content =
        Map.of(
            "incident",
            Map.of("title", english, "description", "Nobody is on call", "url", "/schedules/1"),
            "notice",
            new PageContent.Notice(
                Saying.of("schedule.title", "Payments").and("schedule.gaps", 2),
                Saying.of("schedule.nobody")));
    execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                              about_kind, about_id, about_key)
        VALUES ('%s', '%s', 0, 'notice.schedule', '%s', 'email', 'x', 3, 'sent', '%s', 'schedule', '%s', 'a')
        """
            .formatted(
                scene.core.tenant, next(), lea.mail(), Json.write(content), scene.core.tenant));

    JsonNode read = lea.inbox("", "accept-language", "fr-CA, en;q=0.5").at("/items/0");
    assertThat(read.get("title").asText()).isEqualTo(french);
    assertThat(read.get("text").asText()).isEqualTo("Personne n’est d’astreinte");
    assertThat(lea.inbox("", "accept-language", "fr").at("/items/1/title").asText())
        .isEqualTo("Written before there were languages");
    assertThat(lea.titles("")).as("nothing chosen").first().isEqualTo(english);
    execute("UPDATE user_account SET locale = 'fr' WHERE id = '" + lea.id() + "'");
    assertThat(lea.titles("")).as("the account's").first().isEqualTo(french);
    assertThat(lea.inbox("", "accept-language", "de").at("/items/0/title").asText())
        .as("no such words")
        .isEqualTo(french);
    assertThat(lea.inbox("", "accept-language", "en").at("/items/0/title").asText())
        .as("the page's")
        .isEqualTo(english);
  }

  @Test
  void whatWaitsForADigestIsThereAtOnceAndWhatCanBeTakenBackWhenItIsSent() {
    Somebody hal = Somebody.called("hal");
    JsonNode fire = incident("held");
    page(hal.phone(), fire, 1, "held", "quiet_hours");
    UUID later = page(hal.phone(), fire, 2, "held", "take_back");
    assertThat(hal.unread()).isEqualTo(1);
    assertThat(hal.titles("")).hasSize(1);
    long before = hal.told();

    execute("UPDATE delivery SET status = 'pending' WHERE id = '" + later + "'");

    assertThat(hal.unread()).isEqualTo(2);
    assertThat(hal.told()).isEqualTo(before + 1);
    execute("UPDATE delivery SET status = 'cancelled' WHERE id = '" + later + "'");
    assertThat(hal.unread()).isEqualTo(1);
    assertThat(hal.told()).isEqualTo(before + 2);
  }

  @Test
  void whatWasSeenIsMarkedAndThatIsTakenBack() {
    Somebody rea = Somebody.called("rea");
    Somebody rob = Somebody.called("rob");
    notice(rea.mail(), "r1", "first");
    notice(rea.mail(), "r2", "second");
    notice(rob.mail(), "r1", "of somebody else");
    String newest = rea.inbox("").at("/items/0/id").asText();
    notice(rea.mail(), "r3", "third");

    JsonNode marked = rea.mark("read", "{'up_to':'%s'}".formatted(newest)).json();

    assertThat(marked.get("changed").asInt()).isEqualTo(2);
    assertThat(marked.at("/unread/count").asInt()).isEqualTo(1);
    assertThat(rea.titles("?unread=true")).containsExactly("third");
    assertThat(rea.titles("?unread=false")).containsExactly("second", "first");
    assertThat(rob.unread()).as("nobody else's").isEqualTo(1);
    String foreign = rob.inbox("").at("/items/0/id").asText();
    assertThat(rea.mark("read", "{'ids':['%s']}".formatted(foreign)).json().get("changed").asInt())
        .isZero();

    String readAt = Instant.parse(marked.get("read_at").asText()).toString();
    JsonNode undone = rea.mark("unread", "{'read_at':'%s'}".formatted(readAt)).json();
    assertThat(undone.get("changed").asInt()).isEqualTo(2);
    assertThat(undone.get("read_at").isNull()).isTrue();
    assertThat(rea.unread()).isEqualTo(3);
  }

  @Test
  void pagesGoOnWhereTheOneBeforeEnded() {
    Somebody pia = Somebody.called("pia");
    for (String title : List.of("a", "b", "c")) {
      notice(pia.mail(), "p" + title, title);
    }

    JsonNode page = pia.inbox("?limit=2");

    assertThat(page.get("items")).hasSize(2);
    assertThat(pia.titles("?limit=2&cursor=" + page.get("next").asText())).containsExactly("a");
  }

  @Test
  void whatIsNotMeantIsRefused() {
    Somebody eva = Somebody.called("eva");

    assertThat(eva.mark("read", "{}").json().get("detail").asText()).contains("up_to is missing");
    assertThat(eva.mark("unread", "{'ids':['x']}").json().toString()).contains("/ids/0");
    assertThat(scene.core.get("/api/v1/me/inbox").status()).as("a token of nobody").isEqualTo(409);
  }

  @Test
  void entriesGoWithTheirDeliveries() {
    Somebody gus = Somebody.called("gus");
    notice(gus.mail(), "g", "old");

    execute("DELETE FROM delivery WHERE receiver_id = '" + gus.mail() + "'");

    assertThat(gus.titles("")).isEmpty();
    assertThat(gus.unread()).isZero();
  }
}
