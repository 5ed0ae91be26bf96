package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** CAL-02, CAL-08, CAL-10, CAL-12: meetings, over HTTP. */
class MeetingIT {

  private static final String BASE = "/api/v1";
  private static final String PATH = "/meetings";

  private static RunningCore core;
  private static CheckedApi api;

  @BeforeAll
  static void start() {
    core = RunningCore.start(RunningCore.WITH_PEOPLE);
    api = new CheckedApi(core);
    core.user("dana", "responder");
    core.user("eli", "responder");
    core.post(BASE + "/teams", "{\"name\":\"Payments\"}");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  /** Nine o'clock, so many days from now. */
  private static LocalDateTime day(int days) {
    return LocalDateTime.ofInstant(core.now(), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.DAYS)
        .plusDays(days)
        .plusHours(9);
  }

  private static String body(String title, LocalDateTime start, String more) {
    return "{'title':'%s','starts_at':'%s','duration':'PT30M','time_zone':'UTC'%s}"
        .formatted(title, start, more)
        .replace('\'', '"');
  }

  private static JsonNode plan(String title, LocalDateTime start, String more) {
    Reply made = api.check("POST", PATH, core.post(BASE + PATH, body(title, start, more)));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    return made.json();
  }

  private static JsonNode read(JsonNode meeting) {
    return api.check("GET", PATH + "/{id}", core.get(BASE + PATH + "/" + id(meeting))).json();
  }

  private static String id(JsonNode meeting) {
    return meeting.get("id").asText();
  }

  private static Reply put(JsonNode meeting, String query, String body) {
    return core.send(
        core.token,
        "PUT",
        BASE + PATH + "/" + id(meeting) + query,
        body,
        "if-match",
        "\"" + meeting.get("version").asInt() + "\"");
  }

  private static Reply delete(String path) {
    return core.send(core.token, "DELETE", path, null);
  }

  private static Reply time(JsonNode meeting, LocalDateTime start, String json) {
    return put(meeting, "/times/" + start, json.replace('\'', '"'));
  }

  /** In the calendar, as their starts and titles. */
  private static List<String> calendar(int from, int to) {
    List<String> found = new ArrayList<>();
    core.get(
            BASE
                + "/events?type=meeting&from="
                + day(from).minusHours(9).toInstant(ZoneOffset.UTC)
                + "&to="
                + day(to).minusHours(9).toInstant(ZoneOffset.UTC))
        .json()
        .get("items")
        .forEach(one -> found.add(one.get("from").asText() + " " + one.get("title").asText()));
    return found;
  }

  private static String at(LocalDateTime time, String title) {
    return time.toInstant(ZoneOffset.UTC) + " " + title;
  }

  @Test
  void oneTimeIsChangedAloneAndHeldAsPlannedAgain() {
    JsonNode made = plan("Alone", day(200), ",'recurrence':'FREQ=DAILY;COUNT=3','team':'Payments'");
    Reply moved =
        time(
            made,
            day(201),
            "{'title':'Longer','starts_at':'" + day(201).plusHours(3) + "','duration':'PT2H'}");
    JsonNode changed = api.check("PUT", PATH + "/{id}/times/{start}", moved).json();
    assertThat(changed.at("/next/1/title").asText()).isEqualTo("Longer");
    assertThat(changed.at("/next/1/is_changed").asBoolean()).isTrue();
    assertThat(changed.at("/next/1/planned_for").asText()).isEqualTo(day(201).toString());
    Reply cancelled = time(changed, day(202), "{'is_cancelled':true}");
    assertThat(cancelled.json().at("/next/2/is_cancelled").asBoolean()).isTrue();
    assertThat(calendar(199, 210))
        .containsExactly(at(day(200), "Alone"), at(day(201).plusHours(3), "Longer"));
    assertProblem(time(made, day(201), "{}"), 412);
    assertProblem(time(cancelled.json(), day(201).plusMinutes(1), "{}"), 404);
    assertProblem(time(cancelled.json(), day(201), "{'starts_at':'2020-01-01T00:00'}"), 422);

    assertThat(delete(BASE + PATH + "/" + id(made) + "/times/" + day(201)).status()).isEqualTo(204);
    assertThat(delete(BASE + PATH + "/" + id(made) + "/times/" + day(202)).status()).isEqualTo(204);
    assertThat(calendar(199, 210))
        .containsExactly(at(day(200), "Alone"), at(day(201), "Alone"), at(day(202), "Alone"));
    assertThat(core.database.count("SELECT count(*) FROM meeting_change")).isZero();
  }

  @Test
  void aSeriesIsCutWhereItChanges() {
    JsonNode made = plan("Cut", day(220), ",'recurrence':'FREQ=DAILY;COUNT=6'");
    JsonNode noted = time(made, day(224), "{'starts_at':'" + day(224).plusHours(1) + "'}").json();
    Reply reply =
        put(
            noted,
            "?from=" + day(223),
            body("Cut later", day(223).plusHours(5), ",'recurrence':'FREQ=DAILY;COUNT=6'"));
    JsonNode next = api.check("PUT", PATH + "/{id}", reply).json();
    assertThat(id(next)).isNotEqualTo(id(made));
    assertThat(next.get("follows").asText()).isEqualTo(id(made));
    assertThat(next.get("recurrence").asText()).as("three of six are left").contains("COUNT=3");
    assertThat(calendar(219, 230))
        .containsExactly(
            at(day(220), "Cut"),
            at(day(221), "Cut"),
            at(day(222), "Cut"),
            at(day(223).plusHours(5), "Cut later"),
            at(day(224).plusHours(1), "Cut later"),
            at(day(225).plusHours(5), "Cut later"));

    String weekly = body("Cut later", day(223).plusHours(5), ",'recurrence':'FREQ=WEEKLY'");
    assertProblem(put(next, "", weekly), 409);
    JsonNode kept = put(next, "?lost=keep", weekly).json();
    assertThat(calendar(219, 230))
        .as("the time that was changed is a meeting of its own")
        .contains(at(day(224).plusHours(1), "Cut later"), at(day(223).plusHours(5), "Cut later"));
    assertThat(delete(BASE + PATH + "/" + id(kept)).status()).isEqualTo(204);
    assertProblem(core.get(BASE + PATH + "/" + id(kept)), 404);
    assertThat(
            core.database.count("SELECT count(*) FROM audit_entry WHERE action = 'meeting.update'"))
        .isPositive();
  }

  @Test
  void whatWasHeldStaysAndGetsNotes() {
    LocalDateTime start =
        LocalDateTime.ofInstant(core.now(), ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.MINUTES)
            .minusDays(2)
            .plusHours(1);
    JsonNode made = plan("Held", start, ",'recurrence':'FREQ=DAILY'");
    JsonNode first = made.at("/recent/0");
    assertThat(first.get("planned_for").asText()).isEqualTo(start.plusDays(1).toString());
    JsonNode noted = time(made, start, "{'notes':'We agreed.'}").json();
    assertThat(noted.at("/recent/1/notes").asText()).isEqualTo("We agreed.");
    assertProblem(time(noted, start, "{'title':'Other','notes':'We agreed.'}"), 409);
    assertProblem(
        put(noted, "?from=" + start, body("Held", start, ",'recurrence':'FREQ=DAILY'")), 409);

    JsonNode later =
        put(noted, "", body("Held", start.plusHours(2), ",'recurrence':'FREQ=DAILY'")).json();
    assertThat(later.at("/next/0/planned_for").asText())
        .isEqualTo(start.plusDays(2).plusHours(2).toString());
    JsonNode old = read(made);
    assertThat(old.get("next")).isEmpty();
    assertThat(old.at("/recent/1/notes").asText()).isEqualTo("We agreed.");
    assertProblem(delete(BASE + PATH + "/" + id(made)), 409);
    assertThat(delete(BASE + PATH + "/" + id(later)).status()).isEqualTo(204);
  }

  @Test
  void whatIsWrongIsNamed() {
    Reply unmatched =
        core.post(
            BASE + PATH,
            body(
                "Wrong",
                LocalDateTime.parse("2098-01-01T09:00"),
                ",'recurrence':'FREQ=WEEKLY;BYDAY=MO'"));
    assertProblem(unmatched, 422);
    assertThat(unmatched.http().body()).contains("its first one is 2098-01-06T09:00");
    for (String more :
        List.of(
            ",'kind':'party'",
            ",'link':'javascript:alert(1)'",
            ",'remind_before':['PT0S']",
            ",'participants':['nobody']",
            ",'team':'nobody'",
            ",'unknown':1")) {
      assertProblem(core.post(BASE + PATH, body("Wrong", day(1), more)), 422);
    }
    assertProblem(core.get(BASE + PATH + "?from=now"), 400);
  }

  @Test
  void whoIsToBeElsewhereIsSaid() {
    plan("One", day(10), ",'recurrence':'FREQ=WEEKLY','participants':['dana','eli']");
    JsonNode other = plan("Two", day(10).plusMinutes(20), ",'participants':['dana']");
    assertThat(other.get("booked_twice")).hasSize(1);
    JsonNode twice = other.at("/booked_twice/0");
    assertThat(twice.at("/user/username").asText()).isEqualTo("dana");
    assertThat(twice.get("title").asText()).isEqualTo("One");
    assertThat(Instant.parse(twice.get("ends_at").asText()))
        .isEqualTo(day(10).plusMinutes(30).toInstant(ZoneOffset.UTC));
    JsonNode beside = plan("Three", day(10).plusMinutes(30), ",'participants':['eli']");
    assertThat(beside.get("booked_twice")).isEmpty();
    JsonNode mine = core.get(BASE + PATH + "?participant=eli").json();
    assertThat(mine.get("items").findValuesAsText("title"))
        .contains("One", "Three")
        .doesNotContain("Two");
  }

  @Test
  void peopleAreRemindedOnce() {
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT tenant_id, gen_random_uuid(), id, 'Mail', 'email', 'eli@example.org', now() FROM user_account
         WHERE username = 'eli'\
        """);
    LocalDateTime start =
        LocalDateTime.ofInstant(core.now(), ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.MINUTES)
            .plusHours(3);
    JsonNode made =
        plan(
            "Reminded",
            start,
            ",'recurrence':'FREQ=DAILY','participants':['eli'],'remind_before':['PT15M','PT1H']");
    core.sweep("meeting-reminders");
    assertThat(reminders(made)).isZero();
    core.clock.move(Duration.ofHours(2).plusMinutes(1));
    core.sweep("meeting-reminders");
    core.sweep("meeting-reminders");
    assertThat(reminders(made)).as("an hour before, once").isEqualTo(1);
    core.clock.move(Duration.ofMinutes(50));
    core.sweep("meeting-reminders");
    assertThat(reminders(made)).as("and a quarter").isEqualTo(2);
    core.clock.move(Duration.ofHours(23).plusMinutes(58));
    core.sweep("meeting-reminders");
    assertThat(reminders(made)).as("after a pause only the nearest").isEqualTo(3);
  }

  private static long reminders(JsonNode meeting) {
    return core.database.count(
        "SELECT count(DISTINCT about_key) FROM delivery WHERE about_id = '" + id(meeting) + "'");
  }
}
