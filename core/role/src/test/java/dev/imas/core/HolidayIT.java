package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** M9: calendars of holidays that a rotation skips, and overrides from a calendar. */
class HolidayIT {

  private final ScheduleScene scene = new ScheduleScene("alice", "bob", "carol");

  @AfterEach
  void stop() {
    scene.close();
  }

  private LocalDate date(int day) {
    return scene.day(day).atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static String ics(String... lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n"
        + String.join("\r\n", lines)
        + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  private String holidayOn(int day) {
    return ics(
        "SUMMARY:Fête", "DTSTART;VALUE=DATE:" + date(day).format(DateTimeFormatter.BASIC_ISO_DATE));
  }

  private Reply france(String ics) {
    Reply made =
        scene.api.post("/holiday-calendars", Json.write(Map.of("name", "France", "ics", ics)));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    return made;
  }

  private Reply scheduled(String turn) {
    return scene.api.post(
        "/schedules",
        scene.dailyJson(
            ",\"holidays\":{\"calendar\":\"france\",\"turn\":\"" + turn + "\"}",
            "alice",
            "bob",
            "carol"));
  }

  private Reply change(String json) {
    return scene.core.send(
        scene.core.token, "PUT", "/api/v1/holiday-calendars/France", json, "if-match", "\"1\"");
  }

  @Test
  void aTurnOnAnImportedHolidayPassesToTheNextAndTheSkippedOneIsFirstAfterIt() {
    Reply made = france(holidayOn(3));
    assertThat(made.json().at("/days/0/day").asText()).isEqualTo(date(3).toString());
    assertThat(made.json().at("/days/0/name").asText()).isEqualTo("Fête");
    Reply schedule = scheduled("passes");
    assertThat(schedule.json().at("/layers/0/holidays/turn").asText()).isEqualTo("passes");
    assertThat(scene.order(0, 7)).isEqualTo("alice bob carol bob alice carol alice");
  }

  @Test
  void aLayerMayRestAndTheGapIsWarnedOf() {
    france(holidayOn(3));
    Reply schedule = scheduled("rests");
    assertThat(scene.order(0, 7)).isEqualTo("alice bob carol bob carol alice");
    assertThat(schedule.json().at("/warnings/0/kind").asText()).isEqualTo("gap");
    assertThat(schedule.json().at("/warnings/0/from").asText()).isEqualTo(scene.day(3).toString());
  }

  @Test
  void aChangeOfTheCalendarMovesTheFutureAndNotThePast() {
    france(holidayOn(1));
    scheduled("passes");
    assertThat(scene.order(0, 6)).isEqualTo("alice carol bob alice bob carol");
    scene.moveTo(3.5);
    Reply changed =
        change(
            "{\"name\":\"France\",\"days\":[{\"day\":\"%s\",\"name\":\"x\"}]}".formatted(date(4)));
    scene.api.check("PUT", "/holiday-calendars/{id}", changed);
    assertThat(scene.order(0, 6)).isEqualTo("alice carol bob alice carol bob");
  }

  @Test
  void aCalendarIsKeptWhileAScheduleObservesIt() {
    france(holidayOn(3));
    scheduled("passes");
    Reply refused =
        scene.core.send(scene.core.token, "DELETE", "/api/v1/holiday-calendars/France", null);
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText()).contains("schedules Primary");
    scene.core.send(scene.core.token, "DELETE", "/api/v1/schedules/Primary", null);
    assertThat(
            scene
                .core
                .send(scene.core.token, "DELETE", "/api/v1/holiday-calendars/France", null)
                .status())
        .isEqualTo(204);
    scene.api.check("GET", "/holiday-calendars", scene.core.get("/api/v1/holiday-calendars"));
  }

  @Test
  void whatIsNoCalendarIsRefusedWithItsReason() {
    Reply refused =
        scene.core.post("/api/v1/holiday-calendars", "{\"name\":\"x\",\"ics\":\"hello\"}");
    assertProblem(refused, 422);
    assertThat(refused.json().get("details").has("/ics")).isTrue();
    assertProblem(scene.core.post("/api/v1/holiday-calendars", "{\"name\":\"x\"}"), 422);
    Reply unknown =
        scene.core.post(
            "/api/v1/schedules", scene.dailyJson(",\"holidays\":{\"calendar\":\"Mars\"}", "alice"));
    assertProblem(unknown, 422);
    assertThat(unknown.json().get("details").has("/layers/0/holidays/calendar")).isTrue();
  }

  private Reply imported(String ics) {
    return scene.core.post(
        "/api/v1/schedules/Primary/overrides/import", Json.write(Map.of("ics", ics)));
  }

  private String time(double day) {
    return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
        .format(scene.day(day).atOffset(ZoneOffset.UTC));
  }

  @Test
  void eventsOfACalendarBecomeOverridesOnceAndAllOrNone() {
    scene.daily("alice", "bob");
    String event =
        ics(
            "SUMMARY:on call",
            "ATTENDEE:mailto:Carol@example.org",
            "DTSTART:" + time(1),
            "DTEND:" + time(1.5),
            "RRULE:FREQ=DAILY;COUNT=2");
    Reply done = imported(event);
    scene.api.check("POST", "/schedules/{schedule}/overrides/import", done);
    assertThat(done.json().get("items")).hasSize(2);
    assertThat(scene.order(0, 4)).isEqualTo("alice carol bob carol alice bob");
    JsonNode again = imported(event).json();
    assertThat(again.get("items")).isEmpty();
    assertThat(again.get("there").asInt()).isEqualTo(2);
    Reply unknown = imported(ics("SUMMARY:mallory", "DTSTART:" + time(3), "DTEND:" + time(4)));
    assertProblem(unknown, 422);
    assertThat(unknown.json().at("/details").toString()).contains("mallory");
    assertThat(scene.core.get("/api/v1/audit?limit=50").http().body())
        .contains("\"override.create\"");
  }

  /** The first of a series stays, the second moves, the third does not take place. */
  private String series(String summary, Function<Integer, String> start, String end) {
    String of = "SUMMARY:" + summary;
    return ics(
        "UID:s@example.org",
        of,
        start.apply(1) + end,
        "RRULE:FREQ=DAILY;COUNT=3",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:s@example.org",
        of,
        start.apply(2).replace("DTSTART", "RECURRENCE-ID"),
        start.apply(5) + end,
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:s@example.org",
        of,
        "STATUS:CANCELLED",
        start.apply(3).replace("DTSTART", "RECURRENCE-ID"),
        start.apply(3) + end,
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:off@example.org",
        of,
        "STATUS:CANCELLED",
        start.apply(6) + end);
  }

  @Test
  void aChangedTimeOfASeriesIsOneOverrideAndACancelledOneIsNone() {
    scene.daily("alice", "bob");

    Reply done = imported(series("carol", day -> "DTSTART:" + time(day), "\r\nDURATION:PT12H"));

    assertThat(done.json().get("items")).as("%s", done.json()).hasSize(2);
    assertThat(scene.order(0, 7)).isEqualTo("alice carol bob alice bob alice carol bob alice");
  }

  @Test
  void aChangedHolidayIsOneDayAndACancelledOneIsNone() {
    JsonNode made =
        france(
                series(
                    "Fête",
                    day ->
                        "DTSTART;VALUE=DATE:" + date(day).format(DateTimeFormatter.BASIC_ISO_DATE),
                    ""))
            .json();

    assertThat(made.get("days").findValuesAsText("day"))
        .containsExactly(date(1).toString(), date(5).toString());
  }

  /** 600 bytes of a responder ended the process once, and calendars name zones of their own. */
  @Test
  void aCalendarThatWouldComputeForEverIsRefusedWithItsLine() {
    scene.daily("alice", "bob");
    String[] bomb = {
      "SUMMARY:carol",
      "DTSTART;TZID=Bomb:20980701T100000",
      "DURATION:PT1H",
      "END:VEVENT",
      "BEGIN:VTIMEZONE",
      "TZID:Bomb",
      "BEGIN:STANDARD",
      "DTSTART:16010101T000000",
      "TZOFFSETFROM:+0000",
      "TZOFFSETTO:+0100",
      "RRULE:FREQ=SECONDLY",
      "END:STANDARD",
      "END:VTIMEZONE",
      "BEGIN:VEVENT",
      "DTSTART:20980701T100000Z",
      "DURATION:PT1H"
    };
    Reply refused = imported(ics(bomb));
    assertProblem(refused, 422);
    assertThat(refused.json().at("/details/~1ics/0").asText())
        .contains("DTSTART has the time zone 'Bomb'", "TZID=Europe/Paris");
    Reply never =
        imported(
            ics(
                "SUMMARY:carol",
                "DTSTART:" + time(1),
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;INTERVAL=2147483647"));
    assertProblem(never, 422);
    assertThat(never.json().at("/details/~1ics/0").asText()).contains("RRULE has an INTERVAL");
  }
}
