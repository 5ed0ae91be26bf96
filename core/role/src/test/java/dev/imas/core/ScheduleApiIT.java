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
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * ONC-01 to ONC-06: schedules, overrides and absences over the API, and who is on call for a team.
 */
class ScheduleApiIT {

  private final RunningCore core = RunningCore.start();
  private final CheckedApi api = new CheckedApi(core);

  /** Midnight, so that daily turns begin with the test. */
  private Instant start = Instant.EPOCH;

  @BeforeEach
  void furnish() {
    Instant midnight = core.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    core.clock.move(Duration.between(core.now(), midnight));
    start = midnight;
    for (String user : List.of("alice", "bob", "carol")) {
      core.database.execute(
          "INSERT INTO user_account (tenant_id, id, username, email, role)"
              + " VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'responder')"
                  .formatted(core.tenant, user, user));
      VerifiedContacts.byMail(core, user);
    }
    api.post("/teams", "{\"name\":\"Payments\"}");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private LocalDateTime local() {
    return LocalDateTime.ofInstant(start, ZoneOffset.UTC);
  }

  private String daily(String... people) {
    return schedule(
        "[{\"name\":\"main\",\"start\":\"%s\",\"every\":\"P1D\",\"slots\":[%s]}]"
            .formatted(local(), slots(people)));
  }

  private static String slots(String... people) {
    return Stream.of(people).map(p -> "[\"" + p + "\"]").collect(Collectors.joining(","));
  }

  private static String schedule(String layers) {
    return "{\"name\":\"Primary\",\"team\":\"Payments\",\"time_zone\":\"UTC\",\"layers\":%s}"
        .formatted(layers);
  }

  private Reply create(String json) {
    return api.post("/schedules", json);
  }

  private Reply replace(String json, int version) {
    return api.check(
        "PUT",
        "/schedules/{id}",
        core.send(
            core.token,
            "PUT",
            "/api/v1/schedules/primary",
            json,
            "if-match",
            "\"" + version + "\""));
  }

  private String order(Instant from, int days) {
    Reply shifts =
        api.check(
            "GET",
            "/schedules/{id}/shifts",
            core.get(
                "/api/v1/schedules/Primary/shifts?from=%s&until=%s"
                    .formatted(from, from.plus(Duration.ofDays(days)))));
    return users(shifts.json().get("items"), "/user/username");
  }

  private static String users(JsonNode items, String pointer) {
    List<String> names = new ArrayList<>();
    items.forEach(item -> names.add(item.at(pointer).asText()));
    return String.join(" ", names);
  }

  private static String location(Reply made) {
    return Objects.requireNonNull(made.header("location"));
  }

  private JsonNode onCall(Instant at) {
    return api.check(
            "GET", "/teams/{team}/on-call", core.get("/api/v1/teams/Payments/on-call?at=" + at))
        .json();
  }

  private String called(Instant at) {
    return users(onCall(at).get("users"), "/username");
  }

  private Instant day(double day) {
    return start.plus(Duration.ofMinutes((long) (day * 24 * 60)));
  }

  private void moveTo(double day) {
    core.clock.move(Duration.between(core.now(), day(day)));
  }

  @Test
  void peopleTakeTurnsAndTheTeamsOnCallIsWhoeverHasTheTurn() {
    Reply made = create(daily("alice", "bob"));
    assertThat(made.header("location")).startsWith("/api/v1/schedules/");
    assertThat(order(start, 3)).isEqualTo("alice bob alice");
    assertThat(called(day(0))).isEqualTo("alice");
    assertThat(called(day(1))).isEqualTo("bob");
    assertThat(onCall(day(1)).get("because").asText()).isEqualTo("schedule");
    assertThat(onCall(day(1)).at("/shifts/0/turn").asInt()).isEqualTo(1);
    assertThat(onCall(day(1.5)).at("/shifts/0/from").asText()).isEqualTo(day(1).toString());
    assertThat(onCall(day(1.5)).at("/shifts/0/until").asText()).isEqualTo(day(2).toString());
    assertThat(called(day(-1))).as("before there was a schedule").isEmpty();
  }

  @Test
  void aChangeKeepsTonightsPersonAndThePast() {
    create(daily("alice", "bob"));
    moveTo(3.5); // bob's
    Reply preview =
        api.check(
            "POST",
            "/schedules/{id}/preview",
            core.post("/api/v1/schedules/Primary/preview", daily("carol", "alice", "bob")));
    assertThat(users(preview.json().get("begins"), "/user/username")).startsWith("carol alice bob");
    replace(daily("carol", "alice", "bob"), 1);
    assertThat(order(start, 7)).isEqualTo("alice bob alice bob carol alice bob");
    assertThat(called(day(2))).isEqualTo("alice");
  }

  @Test
  void rotatingPassesTheTurnOnAtOnce() {
    create(daily("alice", "bob", "carol"));
    moveTo(0.5);
    api.check(
        "POST",
        "/schedules/{id}/rotate",
        core.post("/api/v1/schedules/Primary/rotate", "{\"layer\":\"main\"}"));
    assertThat(order(start, 3)).isEqualTo("alice bob carol alice");
    assertProblem(core.post("/api/v1/schedules/Primary/rotate", "{\"layer\":\"none\"}"), 422);
  }

  @Test
  void anOverrideWinsForItsTimeAndEndsEarlyWithoutChangingThePast() {
    create(daily("alice", "bob"));
    Reply made =
        api.check(
            "POST",
            "/schedules/{schedule}/overrides",
            core.post(
                "/api/v1/schedules/Primary/overrides",
                "{\"from\":\"%s\",\"until\":\"%s\",\"user\":\"carol\",\"instead_of\":\"alice\"}"
                    .formatted(day(0.25), day(1.5))));
    assertThat(order(start, 2)).isEqualTo("alice carol bob"); // Bob is not replaced.
    assertThat(onCall(day(0.5)).at("/shifts/0/because").asText()).isEqualTo("override");
    moveTo(0.5);
    String one = location(made);
    assertThat(core.send(core.token, "DELETE", one, null).status()).isEqualTo(204);
    assertThat(order(start, 2)).isEqualTo("alice carol alice bob");
    Reply ended = api.check("GET", "/schedules/{schedule}/overrides/{id}", core.get(one));
    assertThat(ended.json().get("ended_at").asText()).isEqualTo(day(0.5).toString());
    api.check(
        "GET", "/schedules/{schedule}/overrides", core.get("/api/v1/schedules/Primary/overrides"));
  }

  @Test
  void thePastCannotBeOverridden() {
    create(daily("alice", "bob"));
    assertProblem(
        core.post(
            "/api/v1/schedules/Primary/overrides",
            "{\"from\":\"%s\",\"until\":\"%s\",\"user\":\"carol\"}".formatted(day(-1), day(1))),
        422);
  }

  @Test
  void whoIsAwayIsCoveredAndTakesALaterTurn() {
    create(daily("alice", "bob", "carol"));
    Reply made =
        api.check(
            "POST",
            "/absences",
            core.post(
                "/api/v1/absences",
                "{\"user\":\"alice\",\"from\":\"%s\",\"until\":\"%s\"}".formatted(day(3), day(4))));
    assertThat(order(start, 6)).isEqualTo("alice bob carol bob alice carol");
    api.check("GET", "/absences", core.get("/api/v1/absences?user=alice"));
    assertThat(core.send(core.token, "DELETE", location(made), null).status()).isEqualTo(204);
    assertThat(order(start, 6)).isEqualTo("alice bob carol alice bob carol");
  }

  /** Whoever responds enters, changes and withdraws their own absence, and no one else's. */
  @Test
  void aResponderEntersAnOwnAbsenceAndNoOtherPersons() {
    create(daily("alice", "bob", "carol"));
    String alice = core.ownToken("alice", "own", "responder");
    String bobs = location(enter(core.token, "bob", 4, ""));
    Reply made = enter(alice, "alice", 3, "");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("made_by").asText()).startsWith("alice");
    for (Reply refused :
        List.of(
            enter(alice, "bob", 5, ""),
            enter(alice, "alice", 5, bobs),
            core.send(alice, "DELETE", bobs, null))) {
      assertProblem(refused, 403);
      assertThat(refused.json().get("detail").asText())
          .contains("the absence of another person", "absence.manage", "operator");
    }
    assertThat(order(start, 6)).isEqualTo("alice bob carol bob alice carol");

    Reply changed = enter(alice, "alice", 0, location(made));
    assertThat(changed.status()).isEqualTo(201);
    JsonNode own = core.get("/api/v1/absences?user=alice").json().get("items");
    assertThat(own).hasSize(2);
    own.forEach(
        one ->
            assertThat(one.hasNonNull("ended_at"))
                .isEqualTo(location(made).endsWith(one.get("id").asText())));
    assertThat(core.send(alice, "DELETE", location(changed), null).status()).isEqualTo(204);

    String viewer = core.ownToken("carol", "look", "viewer");
    assertProblem(enter(viewer, "carol", 1, ""), 403);
  }

  /**
   * @param day on which the person is away, counted from the start
   * @param replaced where the absence is that it takes the place of; empty: none
   */
  private Reply enter(String token, String user, int day, String replaced) {
    String replaces =
        replaced.isEmpty()
            ? ""
            : ",\"replaces\":\"%s\"".formatted(replaced.substring(replaced.lastIndexOf('/') + 1));
    return core.send(
        token,
        "POST",
        "/api/v1/absences",
        "{\"user\":\"%s\",\"from\":\"%s\",\"until\":\"%s\"%s}"
            .formatted(user, day(day), day(day + 1), replaces));
  }

  @Test
  void anAbsenceEnteredInMidTurnLeavesThePastOfThatTurn() {
    create(
        schedule(
            "[{\"name\":\"main\",\"start\":\"%s\",\"every\":\"P1W\",\"slots\":[%s]}]"
                .formatted(local(), slots("alice", "bob"))));
    moveTo(2);
    core.post(
        "/api/v1/absences",
        "{\"user\":\"alice\",\"from\":\"%s\",\"until\":\"%s\"}".formatted(day(4), day(5)));
    assertThat(called(day(1))).isEqualTo("alice");
    assertThat(called(day(2))).isEqualTo("bob");
    assertThat(called(day(7))).as("alice gives back the week").isEqualTo("alice");
  }

  @Test
  void standInsAreAskedInOrderWhenNobodyIsOnCall() {
    create(
        schedule(
            "[{\"name\":\"office\",\"start\":\"%s\",\"every\":\"P1D\",\"slots\":[%s],\"hours\":[{\"start\":\"09:00\",\"length\":\"PT8H\"}]}]"
                .formatted(local(), slots("alice"))));
    assertThat(onCall(day(0)).get("because").asText()).isEqualTo("nobody");
    api.check(
        "PUT",
        "/on-call/default",
        core.send(core.token, "PUT", "/api/v1/on-call/default", "{\"user\":\"carol\"}"));
    assertThat(onCall(day(0)).get("because").asText()).isEqualTo("tenant");
    api.check(
        "PUT",
        "/teams/{team}/stand-ins",
        core.send(core.token, "PUT", "/api/v1/teams/Payments/stand-ins", "{\"manager\":\"bob\"}"));
    assertThat(called(day(0))).isEqualTo("bob");
    assertThat(called(day(0.5))).isEqualTo("alice");
    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'bob'");
    JsonNode found = onCall(day(0));
    assertThat(users(found.get("users"), "/username")).isEqualTo("carol");
    assertThat(users(found.get("asked"), "/link")).isEqualTo("schedule current manager tenant");
    assertThat(found.at("/asked/2/inactive/0/username").asText()).isEqualTo("bob");
    api.check("GET", "/teams/{team}/stand-ins", core.get("/api/v1/teams/Payments/stand-ins"));
    api.check("GET", "/on-call/default", core.get("/api/v1/on-call/default"));
  }

  @Test
  void oneAnswerHasAllTeamsByName() {
    create(
        schedule(
            "[{\"name\":\"all day\",\"start\":\"%s\",\"every\":\"P1D\",\"slots\":[%s]}]"
                .formatted(local(), slots("alice"))));
    for (String team : List.of("Accounts", "Search")) {
      core.send(core.token, "POST", "/api/v1/teams", "{\"name\":\"" + team + "\"}");
    }
    JsonNode all = teams("at=" + day(0.5));
    assertThat(users(all.get("items"), "/team/name"))
        .isEqualTo("Accounts Operations Payments Search");
    assertThat(all.at("/items/2/on_call")).isEqualTo(onCall(day(0.5)));
    assertThat(all.at("/items/2/on_call/users/0/username").asText()).isEqualTo("alice");
    assertThat(all.at("/items/0/on_call/because").asText()).isEqualTo("nobody");
    assertThat(all.get("next").isNull()).isTrue();

    JsonNode first = teams("limit=3");
    assertThat(users(first.get("items"), "/team/name")).isEqualTo("Accounts Operations Payments");
    JsonNode second = teams("limit=3&cursor=" + first.get("next").asText());
    assertThat(users(second.get("items"), "/team/name")).isEqualTo("Search");
    assertThat(second.get("next").isNull()).isTrue();

    JsonNode named = teams("team=search&team=PAYMENTS&team=Payments");
    assertThat(users(named.get("items"), "/team/name")).isEqualTo("Search Payments");
    Reply unknown = core.get("/api/v1/on-call?team=Nobodys");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().get("detail").asText()).contains("there is no team Nobodys");
  }

  private JsonNode teams(String query) {
    return api.check("GET", "/on-call", core.get("/api/v1/on-call?" + query)).json();
  }

  @Test
  void gapsAndOverlapsAreWarnedOfWhenAScheduleIsSaved() {
    Reply made =
        create(
            schedule(
                """
                [{"name":"early","start":"%1$s","every":"P1D","slots":[["alice"]],"hours":[{"start":"00:00","length":"PT13H"}]},
                 {"name":"late","start":"%1$s","every":"P1D","slots":[["bob"]],"hours":[{"start":"12:00","length":"PT11H"}]}]\
                """
                    .formatted(local())));
    JsonNode warnings = made.json().get("warnings");
    assertThat(users(warnings, "/kind")).startsWith("overlap gap overlap gap");
    assertThat(warnings).hasSize(28); // Of 14 days.
    assertThat(warnings.get(1).get("from").asText()).isEqualTo(day(23 / 24.0).toString());
    api.check("GET", "/schedules/{id}/faults", core.get("/api/v1/schedules/Primary/faults"));
    api.check("GET", "/schedules", core.get("/api/v1/schedules?team=Payments"));
    api.check("GET", "/schedules/{id}", core.get("/api/v1/schedules/Primary"));
  }

  @Test
  void everyFaultOfABodyIsNamedAtOnce() {
    Reply refused =
        core.post(
            "/api/v1/schedules",
            """
            {"name":"x","team":"Payments","time_zone":"Mars/Olympus","layers":[
             {"name":"a","start":"now","every":"P1Y","slots":[],"level":0,"hours":[{"days":["someday"],"start":"9","length":"PT0S"}]},
             {"name":"a","start":"2026-01-05T09:00","every":"P1D","slots":[["bob","bob"]],"colour":1}]}\
            """);
    assertProblem(refused, 422);
    assertThat(refused.json().get("details").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "/time_zone",
            "/layers/0/start",
            "/layers/0/every",
            "/layers/0/slots",
            "/layers/0/level",
            "/layers/0/hours/0/days",
            "/layers/0/hours/0/start",
            "/layers/1/name",
            "/layers/1/slots/0/1",
            "/layers/1/colour");
    Reply stranger = core.post("/api/v1/schedules", daily("mallory"));
    assertProblem(stranger, 422);
    assertThat(stranger.json().at("/details").has("/layers/0/slots/0")).isTrue();
  }

  @Test
  void aDeletedScheduleHasNobodyOnCallAndKeepsItsPast() {
    create(daily("alice"));
    assertProblem(core.post("/api/v1/schedules", daily("bob")), 409);
    moveTo(1);
    assertThat(core.send(core.token, "DELETE", "/api/v1/schedules/Primary", null).status())
        .isEqualTo(204);
    assertThat(called(day(0.5))).isEqualTo("alice");
    assertThat(called(day(1.5))).isEmpty();
    create(daily("bob"));
  }

  @Test
  void aFeedIsReadAtItsSecretAddressUntilItIsRevoked() {
    create(daily("alice", "bob"));
    for (String of : List.of("user\":\"alice", "team\":\"Payments", "schedule\":\"Primary")) {
      Reply made = api.post("/calendar-feeds", "{\"" + of + "\"}");
      String path = made.json().get("path").asText();
      Reply feed = core.send(null, "GET", path, null);
      assertThat(feed.status()).isEqualTo(200);
      assertThat(feed.header("content-type")).isEqualTo("text/calendar; charset=utf-8");
      String text = feed.http().body();
      assertThat(text).contains("SUMMARY:alice is on call: Primary");
      assertThat(text.contains("bob is on call")).isEqualTo(!of.startsWith("user"));
      assertThat(core.send(core.token, "DELETE", location(made), null).status()).isEqualTo(204);
      assertProblem(core.send(null, "GET", path, null), 404);
    }
    Reply feeds = api.check("GET", "/calendar-feeds", core.get("/api/v1/calendar-feeds"));
    assertThat(feeds.json().get("items")).hasSize(3);
    assertThat(feeds.http().body()).doesNotContain("imas_ics_");
    assertThat(feeds.json().at("/items/0/last_read_at").asText()).isNotEmpty();
    assertProblem(core.send(null, "GET", "/calendars/imas_ics_guessed.ics", null), 404);
  }

  /** A person who is on call cannot be deleted by mistake. */
  @Test
  void whoHasTurnsIsKeptUntilSomebodyElseHasThem() {
    create(daily("alice", "bob"));
    Reply refused = core.send(core.token, "DELETE", "/api/v1/users/alice", null);
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText()).contains("schedule Primary");
    replace(daily("bob"), 1);
    assertThat(core.send(core.token, "DELETE", "/api/v1/users/alice", null).status())
        .isEqualTo(204);
  }

  @Test
  void everyChangeOfWhoIsOnCallIsAudited() {
    create(daily("alice", "bob"));
    core.post("/api/v1/schedules/Primary/rotate", "{\"layer\":\"main\"}");
    Reply override =
        core.post(
            "/api/v1/schedules/Primary/overrides",
            "{\"until\":\"%s\",\"user\":\"carol\"}".formatted(day(1)));
    core.send(core.token, "DELETE", location(override), null);
    Reply absence =
        core.post(
            "/api/v1/absences",
            "{\"user\":\"bob\",\"from\":\"%s\",\"until\":\"%s\"}".formatted(day(2), day(3)));
    core.send(core.token, "DELETE", location(absence), null);
    core.send(core.token, "PUT", "/api/v1/teams/Payments/stand-ins", "{\"manager\":\"bob\"}");
    core.send(core.token, "PUT", "/api/v1/on-call/default", "{\"user\":\"carol\"}");
    Reply feed = core.post("/api/v1/calendar-feeds", "{\"user\":\"bob\"}");
    core.send(core.token, "DELETE", location(feed), null);
    String audit = core.get("/api/v1/audit?limit=50").http().body();
    for (String action :
        List.of(
            "schedule.create",
            "schedule.rotate",
            "override.create",
            "override.end",
            "absence.create",
            "absence.end",
            "stand_ins.update",
            "default_on_call.update",
            "calendar_feed.create",
            "calendar_feed.revoke")) {
      assertThat(audit).contains("\"" + action + "\"");
    }
  }
}
