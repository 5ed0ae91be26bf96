package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** CAL-14, CAL-17, API-13: the calendar, over HTTP. */
class CalendarIT {

  private static final String BASE = "/api/v1";

  private static RunningCore core;
  private static CheckedApi api;

  @BeforeAll
  static void start() {
    core = RunningCore.start(RunningCore.WITH_PEOPLE);
    api = new CheckedApi(core);
    core.service("shop");
    core.service("cart");
    core.user("dana", "responder");
    core.service("gone");
    window("Shop 4.2", "shop", "prod", Duration.ofHours(2));
    window("Cart 1.0", "cart", "staging", Duration.ofDays(2));
    post(
        "/freezes",
        "{'name':'Weekly','starts_at':'%s','ends_at':'%s','time_zone':'UTC','recurrence':'FREQ=WEEKLY'}"
            .formatted(local(Duration.ofDays(1)), local(Duration.ofDays(2))));
    post(
        "/freezes",
        "{'name':'Cart only','starts_at':'%s','ends_at':'%s','time_zone':'UTC','services':['cart']}"
            .formatted(local(Duration.ofDays(3)), local(Duration.ofDays(4))));
    post(
        "/freezes",
        "{'name':'Staging too','tiers':[],'environments':['staging'],'starts_at':'%s','ends_at':'%s','time_zone':'UTC'}"
            .formatted(local(Duration.ofDays(20)), local(Duration.ofDays(21))));
    post(
        "/freezes",
        "{'name':'Of nothing','starts_at':'%s','ends_at':'%s','time_zone':'UTC','services':['gone']}"
            .formatted(local(Duration.ofDays(20)), local(Duration.ofDays(21))));
    core.database.execute("DELETE FROM service WHERE name = 'gone'");
    post(
        "/maintenance-windows",
        "{'name':'Disks','comment':'new ones','services':['shop'],'starts_at':'%s','time_zone':'UTC','duration':'PT2H'}"
            .formatted(local(Duration.ofDays(5))));
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static LocalDateTime local(Duration fromNow) {
    return LocalDateTime.ofInstant(core.now().plus(fromNow), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private static JsonNode post(String path, String json) {
    Reply made = core.post(BASE + path, json.replace('\'', '"'));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    return made.json();
  }

  private static void window(String title, String service, String environment, Duration from) {
    post(
        "/deployment-windows",
        ("{'title':'%s','environment':'%s','services':['%s'],'starts_at':'%s','ends_at':'%s','time_zone':'UTC','rollback_plan':'the"
             + " one before'}")
            .formatted(
                title, environment, service, local(from), local(from.plus(Duration.ofHours(1)))));
  }

  private static JsonNode calendar(String query) {
    Reply reply = api.check("GET", "/events", core.get(BASE + "/events?" + query));
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  private static List<String> titles(String query) {
    List<String> titles = new ArrayList<>();
    calendar(query).get("items").forEach(one -> titles.add(one.get("title").asText()));
    return titles;
  }

  private static String range(Duration from, Duration to) {
    return "from=" + core.now().plus(from) + "&to=" + core.now().plus(to);
  }

  @Test
  void whatIsPlannedComesInItsOrderAndAgainAndAgain() {
    assertThat(titles(range(Duration.ZERO, Duration.ofDays(10))))
        .containsExactly("Shop 4.2", "Weekly", "Cart 1.0", "Cart only", "Disks", "Weekly");
    assertThat(titles(range(Duration.ofHours(36), Duration.ofHours(37))))
        .as("what reaches into it")
        .containsExactly("Weekly");
    JsonNode first = calendar(range(Duration.ZERO, Duration.ofDays(1))).at("/items/0");
    assertThat(first.get("type").asText()).isEqualTo("deployment_window");
    assertThat(first.get("approval").asText()).isEqualTo("draft");
    assertThat(first.get("link").asText())
        .isEqualTo("/deployment-windows/" + first.get("of").asText());
  }

  @Test
  void aServiceHasWhatConcernsItAndWhatConcernsEverybody() {
    String days = range(Duration.ZERO, Duration.ofDays(7)) + "&";
    assertThat(titles(days + "service=shop")).containsExactly("Shop 4.2", "Weekly", "Disks");
    assertThat(titles(days + "service=cart")).containsExactly("Weekly", "Cart 1.0", "Cart only");
    assertThat(titles(days + "team=team%20of%20cart"))
        .containsExactly("Weekly", "Cart 1.0", "Cart only");
    assertThat(titles(days + "environment=staging"))
        .as("freezes are of production")
        .containsExactly("Cart 1.0", "Disks");
    assertThat(titles(days + "type=freeze&type=maintenance_window"))
        .containsExactly("Weekly", "Cart only", "Disks");
    assertThat(titles(days + "service=nothing")).isEmpty();
    String later = range(Duration.ofDays(20), Duration.ofDays(20).plusHours(1));
    assertThat(titles(later + "&type=freeze"))
        .as("a freeze of services that are gone is one of nothing")
        .containsExactly("Staging too");
    assertThat(titles(later + "&type=freeze&environment=staging")).containsExactly("Staging too");
    assertThat(titles(later + "&type=freeze&environment=prod")).isEmpty();
  }

  @Test
  void aTeamSeesWhoIsOnCall() {
    UUID service = core.service("ours");
    String team =
        core.database
            .query("SELECT owner_team_id FROM service WHERE id = '%s'".formatted(service))
            .getFirst();
    post(
        "/schedules",
        ("{'name':'Ours','team':'%s','time_zone':'UTC','layers':[{'name':'main','start':'%s','every':'P1D',"
             + "'slots':[['dana']]}]}")
            .formatted(team, local(Duration.ofDays(-1))));
    JsonNode items =
        calendar(range(Duration.ZERO, Duration.ofDays(1)) + "&team=" + team).get("items");
    List<String> onCall = new ArrayList<>();
    items.forEach(
        one -> {
          if (one.get("type").asText().equals("on_call")) {
            onCall.add(
                one.get("title").asText()
                    + " "
                    + one.get("detail").asText()
                    + " "
                    + one.get("state").asText());
          }
        });
    assertThat(onCall).isNotEmpty().first().isEqualTo("dana Ours on_call");
    assertThat(titles(range(Duration.ZERO, Duration.ofDays(1))))
        .as("of nobody's team")
        .doesNotContain("dana");
  }

  private static String feed(String body) {
    Reply made = api.post("/calendar-feeds", body.replace('\'', '"'));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    Reply read = core.send(null, "GET", made.json().get("path").asText(), null);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.header("content-type")).isEqualTo("text/calendar; charset=utf-8");
    return read.http().body().replace("\r\n ", "");
  }

  /** CAL-13: what is planned for everybody, a team, a person and an environment. */
  @Test
  void programsSubscribeToWhatIsPlanned() {
    JsonNode meeting =
        post(
            "/meetings",
            "{'title':'Review','starts_at':'%s','duration':'PT1H','time_zone':'UTC','participants':['dana'],'recurrence':'FREQ=DAILY;COUNT=3'}"
                .formatted(local(Duration.ofDays(60))));
    String all = feed("{'events':true}");
    assertThat(all)
        .contains("X-WR-CALNAME:IMAS: everything")
        .contains("SUMMARY:Deployment: Shop 4.2", "SUMMARY:Freeze: Weekly", "SUMMARY:Review")
        .contains("SUMMARY:Maintenance: Disks");
    assertThat(feed("{'environment':'staging','events':true}"))
        .contains("Cart 1.0")
        .doesNotContain("Shop 4.2", "Weekly");
    assertThat(feed("{'team':'team of cart','events':true}"))
        .contains("Cart 1.0", "Weekly")
        .doesNotContain("Shop 4.2");
    String own = feed("{'user':'dana','events':true}");
    assertThat(own).contains("SUMMARY:Review").doesNotContain("Weekly", "CANCELLED");

    JsonNode time = core.get(BASE + "/meetings/" + meeting.get("id").asText()).json().at("/next/1");
    Reply cancelled =
        core.send(
            core.token,
            "PUT",
            BASE
                + "/meetings/"
                + meeting.get("id").asText()
                + "/times/"
                + time.get("planned_for").asText(),
            "{\"is_cancelled\":true}",
            "if-match",
            "\"1\"");
    assertThat(cancelled.status()).as("%s", cancelled.http().body()).isLessThan(300);
    assertThat(feed("{'user':'dana','events':true}")).containsOnlyOnce("STATUS:CANCELLED");

    assertProblem(api.post("/calendar-feeds", "{\"environment\":\"prod\"}"), 422);
    assertProblem(api.post("/calendar-feeds", "{\"schedule\":\"x\",\"events\":true}"), 422);
    assertProblem(
        api.post("/calendar-feeds", "{\"environment\":\"nowhere\",\"events\":true}"), 404);
    assertProblem(api.post("/calendar-feeds", "{\"events\":false}"), 422);
  }

  /** CAL-13: one thing as a file, also when it is far away. */
  @Test
  void oneThingIsAFile() {
    JsonNode meeting =
        post(
            "/meetings",
            "{'title':'Far away','starts_at':'%s','duration':'PT1H','time_zone':'UTC'}"
                .formatted(local(Duration.ofDays(900))));
    String path = "/events/" + meeting.get("id").asText() + "/ics";
    Reply file = core.get(BASE + path);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("content-type")).isEqualTo("text/calendar; charset=utf-8");
    assertThat(file.header("content-disposition")).contains(".ics");
    assertThat(file.http().body()).contains("SUMMARY:Far away").containsOnlyOnce("BEGIN:VEVENT");
    assertProblem(core.get(BASE + "/events/" + UUID.randomUUID() + "/ics"), 404);
  }

  @Test
  void whatCannotBeShownIsRefused() {
    assertProblem(core.get(BASE + "/events?" + range(Duration.ZERO, Duration.ofDays(101))), 400);
    assertProblem(core.get(BASE + "/events?" + range(Duration.ofDays(1), Duration.ZERO)), 400);
    Reply unknown = core.get(BASE + "/events?type=party");
    assertProblem(unknown, 400);
    assertThat(unknown.json().get("detail").asText()).contains("deployment_window, freeze");
  }
}
