package dev.imas.core.servicelevel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clocks of incidents, as people and senders move them (C48 to C54). */
class ServiceLevelsIT {

  private static final String GOALS =
      """
      {"response": [{"tier": "TIER_3", "within": "PT30M"}],
       "resolution": [{"severity": "SEV1", "within": "PT2H"}, {"severity": "SEV2", "within": "PT8H"}]}\
      """;

  private static final String KINDS = "('incident-clock', 'incident-hold')";

  private final RunningCore core = RunningCore.start();
  private UUID shop = UUID.randomUUID();

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
    String team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    shop =
        UUID.fromString(
            made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}"));
  }

  @AfterEach
  void close() {
    core.close();
  }

  private String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private Reply put(String json) {
    int version = core.get("/api/v1/service-levels").json().get("version").asInt();
    return core.send(
        core.token, "PUT", "/api/v1/service-levels", json, "if-match", "\"" + version + "\"");
  }

  private void promised(String json) {
    Reply reply = put(json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private String opened(int severity) {
    return made(
        "/api/v1/incidents",
        "{\"title\":\"slow %s\",\"service\":\"%s\",\"severity\":\"SEV%d\"}"
            .formatted(UUID.randomUUID(), shop, severity));
  }

  private JsonNode clock(String incident, String kind, int cycle) {
    for (JsonNode one : clocks(incident)) {
      if (one.get("kind").asText().equals(kind) && one.get("cycle").asInt() == cycle) {
        return one;
      }
    }
    throw new AssertionError("no " + kind + " clock " + cycle + " in " + clocks(incident));
  }

  private JsonNode clocks(String incident) {
    Reply reply = core.get("/api/v1/incidents/" + incident + "/clocks?explain=true");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json().get("clocks");
  }

  private void does(String incident, String action, String json) {
    Reply reply = core.post("/api/v1/incidents/" + incident + "/" + action, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** Time passes for clocks of incidents, too; the database's clock cannot be moved. */
  private void passes(Duration time) {
    core.clock.move(time);
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind IN %s AND due_at <= '%s'"
            .formatted(KINDS, core.now()));
    core.nudge();
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind IN " + KINDS + " AND try_at <= now()"),
        left -> left == 0);
  }

  private List<String> breaches(String incident) {
    return core.database.query(
        "SELECT metadata ->> 'clock' || ' ' || (metadata ->> 'breached_at') FROM timeline WHERE"
            + " type = 'SLA_BREACH' AND incident_id = '"
            + incident
            + "' ORDER BY seq");
  }

  private Instant at(JsonNode clock, String member) {
    return Instant.parse(clock.get(member).asText());
  }

  @Test
  void withoutServiceLevelsThereAreNoClocks() {
    String before = opened(1);
    assertThat(clocks(before)).isEmpty();
    promised(GOALS);
    does(before, "acknowledge", "{}");
    does(before, "resolve", "{\"resolution_note\":\"done\"}");
    assertThat(clocks(before)).as("of an incident that is older than the goals").isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM incident_clock")).isZero();
  }

  @Test
  void acknowledgingAndResolvingInTimeMeetsBothGoals() {
    promised(GOALS);
    String id = opened(1);
    assertThat(at(clock(id, "response", 1), "due_at"))
        .isEqualTo(core.now().plus(Duration.ofMinutes(30)));
    assertThat(core.get("/api/v1/incidents/" + id).json().at("/clocks/1/due_at").asText())
        .as("in the incident itself")
        .isEqualTo(clock(id, "resolution", 1).get("due_at").asText());
    passes(Duration.ofMinutes(30));
    does(id, "acknowledge", "{}");
    passes(Duration.ofMinutes(90));
    does(id, "resolve", "{\"resolution_note\":\"done\"}");
    assertThat(clock(id, "response", 1).get("outcome").asText()).isEqualTo("met");
    assertThat(clock(id, "resolution", 1).get("outcome").asText()).isEqualTo("met");
    assertThat(clock(id, "resolution", 1).get("consumed").asText()).isEqualTo("PT2H");
    passes(Duration.ofHours(9));
    assertThat(breaches(id)).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE kind IN " + KINDS)).isZero();
  }

  @Test
  void breachIsOfTheDueTimeAndWrittenOnce() {
    promised(GOALS);
    String id = opened(1);
    Instant opened = core.now();
    passes(Duration.ofMinutes(45));
    assertThat(breaches(id)).containsExactly("response " + opened.plus(Duration.ofMinutes(30)));
    does(id, "acknowledge", "{}");
    JsonNode response = clock(id, "response", 1);
    assertThat(response.get("outcome").asText()).isEqualTo("breached");
    assertThat(at(response, "breached_at")).isEqualTo(opened.plus(Duration.ofMinutes(30)));
    assertThat(at(response, "noticed_at")).isEqualTo(opened.plus(Duration.ofMinutes(45)));
    passes(Duration.ofHours(3));
    assertThat(breaches(id)).hasSize(2);
  }

  /** C143: the timer is late, and somebody acknowledges after the due time before it comes. */
  @Test
  void changeAfterTheDueTimeIsBreachedAlthoughNoTimerCame() {
    promised(GOALS);
    String id = opened(1);
    Instant opened = core.now();
    core.clock.move(Duration.ofMinutes(31));
    does(id, "acknowledge", "{}");
    assertThat(clock(id, "response", 1).get("outcome").asText()).isEqualTo("breached");
    passes(Duration.ofSeconds(1));
    assertThat(breaches(id)).containsExactly("response " + opened.plus(Duration.ofMinutes(30)));
  }

  /** C49: same start, new goal; what has passed already is missed now and not before. */
  @Test
  void raisedSeverityBreachesAtTheChange() {
    promised(GOALS);
    String id = opened(2);
    does(id, "acknowledge", "{}");
    passes(Duration.ofHours(3));
    patch(id, "{\"severity\":\"SEV1\"}");
    JsonNode resolution = clock(id, "resolution", 1);
    assertThat(resolution.get("outcome").asText()).isEqualTo("breached_by_change");
    assertThat(at(resolution, "breached_at")).isEqualTo(core.now());
    passes(Duration.ofSeconds(1));
    assertThat(breaches(id)).hasSize(1);
    patch(id, "{\"severity\":\"SEV2\"}");
    assertThat(clock(id, "resolution", 1).get("outcome").asText())
        .as("lowering does not remove it")
        .isEqualTo("breached_by_change");
  }

  private void patch(String id, String json) {
    int version = core.get("/api/v1/incidents/" + id).json().get("version").asInt();
    Reply reply =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + id,
            json,
            "if-match",
            "\"" + version + "\"");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** C48: people must respond anew, and the resolution goes on where it stopped. */
  @Test
  void reopeningBeginsAResponseAndGoesOnWithTheResolution() {
    promised(GOALS);
    String id = opened(1);
    does(id, "acknowledge", "{}");
    passes(Duration.ofMinutes(70));
    does(id, "resolve", "{\"resolution_note\":\"done\"}");
    passes(Duration.ofHours(20));
    does(id, "reopen", "{\"message\":\"it is back\"}");
    JsonNode resolution = clock(id, "resolution", 1);
    assertThat(at(resolution, "due_at")).isEqualTo(core.now().plus(Duration.ofMinutes(50)));
    assertThat(clock(id, "response", 2).get("state").asText()).isEqualTo("running");
    assertThat(clock(id, "response", 1).get("outcome").asText()).isEqualTo("met");
    passes(Duration.ofMinutes(10));
    assertThat(clock(id, "resolution", 1).get("pieces"))
        .extracting(piece -> piece.get("because").asText())
        .containsExactly("open", "resolved", "open");
  }

  @Test
  void holdStopsTheResolutionAndEndsByItself() {
    promised(GOALS);
    String id = opened(1);
    does(id, "acknowledge", "{}");
    passes(Duration.ofMinutes(30));
    Instant until = core.now().plus(Duration.ofHours(5));
    does(
        id,
        "holds",
        "{\"reason\":\"vendor\",\"until\":\"" + until + "\",\"message\":\"Ticket 4711\"}");
    JsonNode held = clock(id, "resolution", 1);
    assertThat(held.get("state").asText()).isEqualTo("held");
    assertThat(held.at("/hold/reason").asText()).isEqualTo("vendor");
    assertThat(core.post("/api/v1/incidents/" + id + "/holds", body(until)).status())
        .as("a second hold")
        .isEqualTo(409);
    passes(Duration.ofHours(5));
    JsonNode resolution = clock(id, "resolution", 1);
    assertThat(resolution.get("state").asText()).isEqualTo("running");
    assertThat(at(resolution, "due_at")).isEqualTo(core.now().plus(Duration.ofMinutes(90)));
    assertThat(breaches(id)).isEmpty();
    assertThat(core.post("/api/v1/incidents/" + id + "/holds/release", "{}").status())
        .isEqualTo(409);
  }

  private String body(Instant until) {
    return "{\"reason\":\"vendor\",\"until\":\"" + until + "\"}";
  }

  @Test
  void holdNeedsAReasonAndAnEndWithinThreeDays() {
    promised(GOALS);
    String id = opened(1);
    Reply reply =
        core.post(
            "/api/v1/incidents/" + id + "/holds",
            "{\"reason\":\"friday\",\"until\":\"" + core.now().plus(Duration.ofHours(73)) + "\"}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.http().body()).contains("/reason", "/until");
  }

  /** C54: half of the goal without a person's entry is said once. */
  @Test
  void halfOfTheGoalWithoutProgressIsWrittenOnce() {
    promised(GOALS);
    String id = opened(1);
    String other = opened(1);
    does(id, "acknowledge", "{}");
    does(other, "acknowledge", "{}");
    passes(Duration.ofMinutes(50));
    // The database wrote when this was, and its clock does not move.
    core.database.execute(
        "UPDATE timeline SET at = '" + core.now() + "' WHERE incident_id = '" + other + "'");
    passes(Duration.ofMinutes(10));
    passes(Duration.ofMinutes(10));
    String half =
        "SELECT count(*) FROM timeline WHERE message LIKE 'Half of the time to resolve%' AND"
            + " incident_id = '";
    assertThat(core.database.count(half + id + "'")).isEqualTo(1);
    assertThat(core.database.count(half + other + "'")).as("somebody worked on it").isZero();
  }

  @Test
  void mergedIncidentHasNoOutcome() {
    promised(GOALS);
    String target = fires("disk full");
    String source = fires("slow writes");
    does(target, "merge", "{\"sources\":[\"" + source + "\"]}");
    assertThat(clock(source, "resolution", 1).get("state").asText()).isEqualTo("merged");
    passes(Duration.ofHours(1));
    assertThat(breaches(source)).isEmpty();
    assertThat(breaches(target)).hasSize(1);
  }

  private String fires(String name) {
    core.post(Event.firing(name, 2, shop, core.now()).inGroup(name));
    core.follow();
    return core.database
        .query(
            "SELECT p.incident_id FROM alert_progress p JOIN alert a ON a.fingerprint = p.fingerprint WHERE a.name = '%s'"
                .formatted(name))
        .getFirst();
  }

  @Test
  void alertsThatJoinWriteNoClock() {
    promised(GOALS);
    fires("disk full");
    List<String> before =
        core.database.query("SELECT xmin::text FROM incident_clock ORDER BY kind");
    core.post(Event.firing("disk fuller", 2, shop, core.now()).inGroup("disk full"));
    core.follow();
    assertThat(core.database.count("SELECT max(alert_count) FROM incident")).isEqualTo(2);
    assertThat(core.database.query("SELECT xmin::text FROM incident_clock ORDER BY kind"))
        .hasSize(2)
        .isEqualTo(before);
  }

  @Test
  void faultsOfSettingsNameTheirPlace() {
    Reply reply =
        put(
            """
            {"calendars": [{"name": "night", "time_zone": "Europe/Paris", "hours": [{"start": "22:00", "end": "06:00"}]}],
             "response": [{"tier": "TIER_9", "within": "PT30M"}],
             "resolution": [{"severity": "SEV1", "within": "PT2H", "calendar": "day"}]}\
            """);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.http().body())
        .contains("/calendars/0/hours/0/end", "/response/0/tier", "/resolution/0/calendar");
  }

  @Test
  void runningClocksKeepTheVersionUnderWhichTheyBegan() {
    promised(GOALS);
    String id = opened(1);
    promised("{\"resolution\": [{\"severity\": \"SEV1\", \"within\": \"PT1H\"}]}");
    does(id, "acknowledge", "{}");
    assertThat(clock(id, "resolution", 1).get("goal").asText()).isEqualTo("PT2H");
    assertThat(clock(opened(1), "resolution", 1).get("goal").asText()).isEqualTo("PT1H");
  }

  @Test
  void holidaysThatWereEnteredInTimeDoNotCount() {
    LocalDate tomorrow = LocalDate.ofInstant(core.now(), ZoneOffset.UTC).plusDays(1);
    made(
        "/api/v1/holiday-calendars",
        "{\"name\":\"Feasts\",\"days\":[{\"day\":\"%s\"}]}".formatted(tomorrow));
    String levels =
        """
        {"calendars": [{"name": "daily", "time_zone": "UTC", "holiday_calendar": "%s",
                        "hours": [{"start": "00:00", "end": "24:00"}]}],
         "resolution": [{"severity": "SEV1", "within": "PT36H", "calendar": "daily"}]}\
        """;
    Reply unknown = put(levels.formatted("Fasts"));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.http().body()).contains("/calendars/0/holiday_calendar");
    promised(levels.formatted("Feasts"));
    JsonNode shown = core.get("/api/v1/service-levels").json();
    assertThat(shown.at("/calendars/0/holiday_calendar").asText()).isEqualTo("Feasts");
    String id = opened(1);
    Instant opened = core.now();
    assertThat(at(clock(id, "resolution", 1), "due_at"))
        .isEqualTo(opened.plus(Duration.ofHours(60)));

    LocalDate after = tomorrow.plusDays(1);
    core.database.execute(
        "INSERT INTO holiday (tenant_id, calendar_id, day, made_at) SELECT tenant_id, id, '%s', now() FROM holiday_calendar"
            .formatted(after));
    assertThat(at(clock(id, "resolution", 1), "due_at"))
        .as("one more, before its day has begun")
        .isEqualTo(opened.plus(Duration.ofHours(84)));
    passes(Duration.ofHours(60));
    assertThat(breaches(id)).as("the timer of before comes too soon").isEmpty();
    passes(Duration.ofHours(25));
    assertThat(breaches(id)).containsExactly("resolution " + opened.plus(Duration.ofHours(84)));
    assertThat(clock(id, "resolution", 1).get("pieces"))
        .extracting(piece -> piece.get("because").asText())
        .containsExactly("open", "holiday", "open");
  }
}
