package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** RTE-10, CAL-01: planned work over the API. */
class MaintenanceApiIT {

  private static final Object LEFT_OUT = new Object();

  private static RunningCore core;
  private static CheckedApi api;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    core.holdHousekeeping();
    api = new CheckedApi(core);
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String in(Duration from) {
    return LocalDateTime.ofInstant(core.now().plus(from), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  private static String json(String name, Object... members) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("comment", "CHG-1");
    json.put("services", List.of(name));
    json.put("starts_at", in(Duration.ofMinutes(-5)));
    json.put("time_zone", "UTC");
    json.put("duration", "PT1H");
    for (int i = 0; i < members.length; i += 2) {
      if (members[i + 1] == LEFT_OUT) {
        json.remove((String) members[i]);
      } else {
        json.put((String) members[i], members[i + 1]);
      }
    }
    return Json.write(json);
  }

  private static JsonNode plan(String name, Object... members) {
    Reply made = api.post("/maintenance-windows", json(name, members));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json();
  }

  private static Reply put(JsonNode window, String json) {
    String path = "/api/v1/maintenance-windows/" + window.get("id").asText();
    return api.check(
        "PUT",
        "/maintenance-windows/{id}",
        core.send(
            core.token, "PUT", path, json, "if-match", "\"" + get(window).get("version") + "\""));
  }

  private static JsonNode get(JsonNode window) {
    String id = window.get("id").asText();
    return api.check(
            "GET", "/maintenance-windows/{id}", core.get("/api/v1/maintenance-windows/" + id))
        .json();
  }

  private static int delete(JsonNode window) {
    String path = "/api/v1/maintenance-windows/" + window.get("id").asText();
    return api.check(
            "DELETE", "/maintenance-windows/{id}", core.send(core.token, "DELETE", path, null))
        .status();
  }

  private static Event fires(String name, int severity, UUID service) {
    return Event.firing(name, severity, service, core.now())
        .labelled(Json.write(Map.of("alertname", name, "env", "prod")));
  }

  private static int incidents(String service) {
    return core.get("/api/v1/incidents?service=" + service).json().get("items").size();
  }

  private static void pass() {
    core.sweep("maintenance-windows");
    core.sweep("hiding");
    core.follow();
  }

  private static String kind(String alertOf) {
    return core.get("/api/v1/alerts?service=" + alertOf)
        .json()
        .at("/items/0/hidden_by/0/kind")
        .asText();
  }

  @Test
  void whatFiresDuringTheWorkOpensWhenTheWorkEnds() {
    UUID service = core.service("shop");
    UUID another = core.service("another");
    JsonNode window = plan("shop");
    assertThat(window.get("state").asText()).isEqualTo("under_way");
    assertThat(window.at("/services/0/name").asText()).isEqualTo("shop");

    core.post(fires("Disk", 3, service));
    core.post(fires("Dead", 1, service));
    core.post(fires("Disk elsewhere", 3, another));
    core.follow();
    assertThat(incidents("shop")).isZero();
    assertThat(incidents("another")).isEqualTo(1);
    assertThat(kind("shop")).isEqualTo("maintenance");
    assertThat(get(window).get("hides_now").asInt()).isEqualTo(2);

    core.clock.move(Duration.ofMinutes(56));
    pass();
    assertThat(incidents("shop")).isEqualTo(2);
    assertThat(get(window).get("state").asText()).isEqualTo("over");
  }

  @Test
  void workWithoutServicesHidesSev1OnlyIfItSaysSo() {
    UUID service = core.service("labelled");
    JsonNode window =
        plan("labelled", "services", LEFT_OUT, "matchers", List.of("alertname=~\"Labelled.*\""));
    core.post(fires("Labelled bad", 2, service));
    core.post(fires("Labelled worse", 1, service));
    core.follow();
    assertThat(incidents("labelled")).isEqualTo(1);

    Reply changed =
        put(
            window,
            json(
                "labelled",
                "services",
                LEFT_OUT,
                "matchers",
                List.of("alertname=~\"Labelled.*\""),
                "hides_sev1",
                true));
    assertThat(changed.status()).as("%s", changed.json()).isEqualTo(200);
    pass();
    assertThat(get(window).get("hides_now").asInt()).isEqualTo(2);
    assertThat(delete(window)).isEqualTo(204);
    pass();
    assertThat(incidents("labelled")).isEqualTo(2);
  }

  @Test
  void recurringWorkIsMadeAheadAndComesAgain() {
    UUID service = core.service("nightly");
    JsonNode window =
        plan("nightly", "starts_at", in(Duration.ofHours(1)), "recurrence", "FREQ=DAILY");
    assertThat(window.get("state").asText()).isEqualTo("ahead");
    assertThat(window.get("next")).hasSize(5);
    String first = window.at("/next/0/silence").asText();
    JsonNode silence = core.get("/api/v1/silences/" + first).json();
    assertThat(silence.get("state").asText()).isEqualTo("pending");
    assertThat(silence.get("window").asText()).isEqualTo(window.get("id").asText());
    assertThat(silence.at("/matchers/0").asText()).isEqualTo("imas_service=~\"nightly\"");

    core.clock.move(Duration.ofMinutes(70));
    core.post(fires("Nightly", 2, service));
    pass();
    assertThat(incidents("nightly")).isZero();
    core.clock.move(Duration.ofHours(1));
    pass();
    assertThat(incidents("nightly")).as("in between").isEqualTo(1);

    long made = silences(window);
    core.clock.move(Duration.ofDays(2));
    pass();
    assertThat(silences(window)).isEqualTo(made + 2);
    pass();
    assertThat(silences(window)).as("again").isEqualTo(made + 2);
    delete(window);
  }

  private static long silences(JsonNode window) {
    return core.database.count(
        "SELECT count(*) FROM silence WHERE window_id = '%s'".formatted(window.get("id").asText()));
  }

  @Test
  void anOccurrenceThatSomebodyEndsStaysEndedUntilTheWindowIsChanged() {
    UUID service = core.service("ended");
    JsonNode window = plan("ended");
    core.post(fires("Ended", 3, service));
    core.follow();
    String silence = window.at("/next/0/silence").asText();
    Reply refused =
        core.send(
            core.token,
            "PUT",
            "/api/v1/silences/" + silence,
            "{\"matchers\":[\"a=b\"],\"duration\":\"PT1H\",\"comment\":\"c\"}");
    assertProblem(refused, 409);
    assertThat(core.send(core.token, "DELETE", "/api/v1/silences/" + silence, null).status())
        .isEqualTo(200);
    pass();
    assertThat(incidents("ended")).isEqualTo(1);
    assertThat(get(window).at("/next/0/has_ended").asBoolean()).isTrue();
    assertThat(get(window).get("state").asText()).isEqualTo("ahead");

    assertThat(put(window, json("ended", "duration", "PT2H")).status()).isEqualTo(200);
    pass();
    assertThat(get(window).get("hides_now").asInt()).isEqualTo(1);
    delete(window);
  }

  @Test
  void aChangeMovesWhatIsUnderWay() {
    core.service("longer");
    JsonNode window = plan("longer");
    String silence = window.at("/next/0/silence").asText();
    JsonNode after = put(window, json("longer", "duration", "PT3H")).json();
    assertThat(after.at("/next/0/silence").asText()).isEqualTo(silence);
    JsonNode moved = core.get("/api/v1/silences/" + silence).json();
    assertThat(Instant.parse(moved.get("ends_at").asText()))
        .isEqualTo(Instant.parse(after.at("/next/0/ends_at").asText()));
    JsonNode off = put(window, json("longer", "is_active", false)).json();
    assertThat(off.get("state").asText()).isEqualTo("off");
    assertThat(core.get("/api/v1/silences/" + silence).json().get("state").asText())
        .isEqualTo("expired");
  }

  @Test
  void previewStoresNothing() {
    UUID service = core.service("tried-work");
    core.post(fires("Tried", 1, service));
    core.follow();
    long before = core.database.count("SELECT count(*) FROM maintenance_window");
    JsonNode tried = api.post("/maintenance-windows/preview", json("tried-work")).json();
    assertThat(tried.get("count").asInt()).isEqualTo(1);
    assertThat(tried.get("next")).hasSize(1);
    assertThat(tried.at("/warnings/0/kind").asText()).isEqualTo("hides_sev1");
    assertThat(core.database.count("SELECT count(*) FROM maintenance_window")).isEqualTo(before);
  }

  private static String calendar(String uid, String start, String... lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:"
        + uid
        + "\r\nSUMMARY:Move\r\nDTSTART:"
        + start
        + "\r\nDURATION:PT1H\r\n"
        + String.join("\r\n", lines)
        + (lines.length > 0 ? "\r\n" : "")
        + "END:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  private static JsonNode imports(String calendar) {
    return imports("moved", calendar);
  }

  private static JsonNode imports(String service, String calendar) {
    Reply reply =
        api.post(
            "/maintenance-windows/import",
            Json.write(
                Map.of("calendar", calendar, "comment", "calendar", "services", List.of(service))));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json();
  }

  /** A zone that only the calendar knows, half an hour beside all others. */
  @Test
  void aCalendarsOwnZoneHidesAtItsHours() {
    core.service("zoned");
    String text =
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VTIMEZONE
        TZID:The office
        BEGIN:STANDARD
        DTSTART:16010101T000000
        TZOFFSETFROM:+0530
        TZOFFSETTO:+0530
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:z@example.org
        SUMMARY:Zoned
        DTSTART;TZID=The office:20980301T090000
        DURATION:PT1H
        END:VEVENT
        END:VCALENDAR
        """;

    JsonNode window = imports("zoned", text.replace("\n", "\r\n")).at("/windows/0");

    assertThat(window.at("/next/0/starts_at").asText())
        .as("%s", window)
        .isEqualTo("2098-03-01T03:30:00Z");
    assertThat(window.at("/next/0/ends_at").asText()).isEqualTo("2098-03-01T04:30:00Z");
  }

  @Test
  void aCalendarIsImportedAndImportedAgain() {
    core.service("moved");
    JsonNode made = imports(calendar("m@example.org", "20980101T020000Z"));
    assertThat(made.at("/windows/0/name").asText()).isEqualTo("Move");
    assertThat(made.at("/windows/0/starts_at").asText()).isEqualTo("2098-01-01T02:00");
    assertThat(made.at("/windows/0/ends_by_clock").asBoolean()).isFalse();
    JsonNode again = imports(calendar("m@example.org", "20980102T020000Z"));
    assertThat(again.at("/windows/0/id")).isEqualTo(made.at("/windows/0/id"));
    assertThat(again.at("/windows/0/starts_at").asText()).isEqualTo("2098-01-02T02:00");
    assertThat(
            imports(calendar("n@example.org", "20980103T020000Z")).at("/windows/0/name").asText())
        .isEqualTo("Move, 2098-01-03");
    assertThat(
            imports(calendar("m@example.org", "20980102T020000Z", "STATUS:CANCELLED"))
                .at("/windows/0/state")
                .asText())
        .isEqualTo("off");
    assertThat(imports(calendar("p@example.org", "20200101T020000Z")).at("/left/0/why").asText())
        .isEqualTo("it is over");
  }

  private static void assertFaults(Reply reply, String... pointers) {
    assertProblem(reply, 422);
    assertThat(reply.json().get("details").fieldNames()).toIterable().containsOnly(pointers);
  }

  @Test
  void faultsNameTheirMembers() {
    core.service("faulty");
    String path = "/maintenance-windows";
    assertFaults(api.post(path, json("faulty", "services", LEFT_OUT)), "/services");
    assertFaults(api.post(path, json("faulty", "services", List.of("nowhere"))), "/services/0");
    assertFaults(
        api.post(
            path, json("faulty", "recurrence", "FREQ=HOURLY", "starts_at", "2026-01-01T00:00:00Z")),
        "/recurrence",
        "/starts_at");
    // A preview, which viewers may ask for, must not compute for minutes.
    for (String rule :
        List.of(
            "FREQ=DAILY;INTERVAL=2147483647",
            "FREQ=MONTHLY;INTERVAL=2147483647",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")) {
      assertFaults(api.post(path + "/preview", json("faulty", "recurrence", rule)), "/recurrence");
    }
    assertFaults(
        api.post(
            path + "/import", "{\"calendar\":\"no\",\"comment\":\"c\",\"services\":[\"faulty\"]}"),
        "/calendar");
    plan("faulty", "starts_at", "2098-01-01T00:00");
    assertProblem(api.post(path, json("FAULTY", "services", List.of("faulty"))), 409);
    assertProblem(core.send(core.token, "DELETE", "/api/v1/services/faulty", null), 409);
  }
}
