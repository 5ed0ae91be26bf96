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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RTE-09: silences over the API. */
class SilenceApiIT {

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

  private static Event fires(String name, int severity, UUID service, String team) {
    return Event.firing(name, severity, service, core.now())
        .labelled(Json.write(Map.of("alertname", name, "team", team)));
  }

  private static String json(String matcher, Object... members) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("matchers", List.of(matcher));
    json.put("comment", "CHG-1");
    for (int i = 0; i < members.length; i += 2) {
      json.put((String) members[i], members[i + 1]);
    }
    return Json.write(json);
  }

  private static JsonNode create(String matcher, Object... members) {
    Reply made = api.post("/silences", json(matcher, members));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json();
  }

  private static Reply put(String id, String json, String... headers) {
    return api.check(
        "PUT",
        "/silences/{id}",
        core.send(core.token, "PUT", "/api/v1/silences/" + id, json, headers));
  }

  private static Reply delete(String id) {
    return api.check(
        "DELETE",
        "/silences/{id}",
        core.send(core.token, "DELETE", "/api/v1/silences/" + id, null));
  }

  private static JsonNode get(String id) {
    return api.check("GET", "/silences/{id}", core.get("/api/v1/silences/" + id)).json();
  }

  private static List<String> kinds(JsonNode warned) {
    List<String> kinds = new ArrayList<>();
    warned.get("warnings").forEach(warning -> kinds.add(warning.get("kind").asText()));
    return kinds;
  }

  private static int incidents(String service) {
    return core.get("/api/v1/incidents?service=" + service).json().get("items").size();
  }

  private static void pass() {
    core.sweep("hiding");
    core.follow();
  }

  /** Labels are compared as their senders wrote them. */
  @Test
  void aMatcherKeepsTheCharactersThatNobodySees() {
    UUID service = core.service("unseen");
    String team = "a\r\u200Bb";
    core.post(fires("Unseen", 3, service, team));
    core.follow();

    JsonNode made = create("team=\"a\r\u200Bb\"", "duration", "PT2H");

    assertThat(kinds(made)).isEmpty();
    assertThat(made.get("matchers").get(0).asText()).contains("\u200B");
  }

  @Test
  void silenceSaysWhoWhyAndWhatItHides() {
    UUID service = core.service("said");
    Reply reply = api.post("/silences", json(" team = said ", "duration", "PT2H"));
    JsonNode made = reply.json();
    String id = made.get("id").asText();
    assertThat(reply.header("location")).isEqualTo("/api/v1/silences/" + id);
    assertThat(reply.header("etag")).isEqualTo("\"1\"");
    assertThat(made.at("/matchers/0").asText()).isEqualTo("team=\"said\"");
    assertThat(made.get("created_by")).isEqualTo(made.get("author"));
    assertThat(made.get("state").asText()).isEqualTo("active");
    assertThat(Instant.parse(made.get("ends_at").asText()))
        .isEqualTo(Instant.parse(made.get("starts_at").asText()).plus(Duration.ofHours(2)));
    assertThat(kinds(made)).containsExactly("matches_nothing");

    core.post(fires("Said", 3, service, "said"));
    core.follow();
    assertThat(incidents("said")).isZero();
    assertThat(get(id).get("hides_now").asInt()).isEqualTo(1);
    assertThat(get(id).get("hid_in_all").asInt()).isEqualTo(1);

    assertThat(delete(id).json().get("state").asText()).isEqualTo("expired");
    int version = get(id).get("version").asInt();
    assertThat(delete(id).json().get("version").asInt()).as("ended again").isEqualTo(version);
    pass();
    assertThat(incidents("said")).isEqualTo(1);
    assertThat(get(id).get("hides_now").asInt()).isZero();
    assertThat(get(id).get("hid_in_all").asInt()).isEqualTo(1);
  }

  @Test
  void previewStoresNothingAndShowsTheMostSevereOfWhatWouldBeHidden() {
    UUID service = core.service("tried");
    for (int i = 0; i < 12; i++) {
      core.post(fires("Tried" + i, i == 5 ? 1 : 3, service, "tried"));
    }
    core.follow();
    long before = core.database.count("SELECT count(*) FROM silence");
    JsonNode tried = api.post("/silences/preview", json("team=tried", "duration", "P8D")).json();
    assertThat(tried.get("count").asInt()).isEqualTo(12);
    assertThat(tried.get("exact").asBoolean()).isTrue();
    assertThat(tried.get("alerts")).hasSize(10);
    assertThat(tried.at("/alerts/0/name").asText()).isEqualTo("Tried5");
    assertThat(tried.at("/alerts/0/service").asText()).isEqualTo("tried");
    assertThat(kinds(tried)).containsExactly("hides_sev1", "long");
    assertThat(core.database.count("SELECT count(*) FROM silence")).isEqualTo(before);
    assertThat(kinds(create("team=tried", "duration", "PT1H"))).containsExactly("hides_sev1");
    assertThat(core.get("/api/v1/alerts/" + tried.at("/alerts/0/fingerprint").asText()).status())
        .isEqualTo(200);
  }

  @Test
  void listFiltersByStateAndPages() {
    String pending =
        create(
                "team=listed",
                "starts_at",
                core.now().plus(Duration.ofHours(1)).toString(),
                "ends_at",
                core.now().plus(Duration.ofDays(400)).toString())
            .get("id")
            .asText();
    String expired = create("team=listed", "duration", "P300D").get("id").asText();
    delete(expired);
    assertThat(listed("state=pending")).contains(pending).doesNotContain(expired);
    assertThat(listed("state=expired")).contains(expired).doesNotContain(pending);
    assertThat(listed("state=active")).doesNotContain(pending, expired);
    assertThat(listed("")).contains(pending, expired);
    assertProblem(core.get("/api/v1/silences?state=asleep"), 400);
  }

  /** All pages, one silence each. */
  private static List<String> listed(String filter) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (true) {
      JsonNode page =
          api.check("GET", "/silences", core.get("/api/v1/silences?limit=1&" + filter + cursor))
              .json();
      page.get("items").forEach(item -> ids.add(item.get("id").asText()));
      if (page.get("next").isNull()) {
        assertThat(ids).doesNotHaveDuplicates();
        return ids;
      }
      cursor = "&cursor=" + page.get("next").asText();
    }
  }

  /**
   * Trap 90. Times are minutes from now; the silence was made ten minutes ago, unless it begins
   * later.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // what, its start, its end, matcher, new start, new end, whether it stays the same silence
    "active, -10, 60, same, -10, 30, true",
    "active and prolonged, -10, 60, same, -10, 600, true",
    "active with its start left out, -10, 60, same, , 30, true",
    "active with another start, -10, 60, same, 0, 30, false",
    "active with a later start, -10, 60, same, 5, 30, false",
    "active with other matchers, -10, 60, other, -10, 30, false",
    "pending, 20, 60, same, 20, 90, true",
    "pending that begins later, 20, 60, same, 30, 90, true",
    "pending that begins sooner, 20, 60, same, 5, 90, true",
    "pending with its start left out, 20, 60, same, , 90, true",
    "pending that begins in the past, 20, 60, same, -5, 90, false",
    "pending with other matchers, 20, 60, other, 20, 90, false",
    "expired, -10, -5, same, -10, 30, false",
    "expired with its start left out, -10, -5, same, , 30, false",
  })
  void changeKeepsTheIdByAlertmanagersRules(
      String what, int starts, int ends, String matcher, Integer start, int end, boolean same) {
    Instant made = core.now().truncatedTo(ChronoUnit.MILLIS);
    Instant now = made.plus(Duration.ofMinutes(10));
    String id =
        create(
                "team=same",
                "starts_at",
                (starts < 0 ? made : now.plus(Duration.ofMinutes(starts))).toString(),
                "ends_at",
                now.plus(Duration.ofMinutes(ends)).toString())
            .get("id")
            .asText();
    core.clock.move(Duration.between(core.now(), now));
    boolean ended = ends < 0;

    List<Object> members = new ArrayList<>();
    members.addAll(List.of("ends_at", now.plus(Duration.ofMinutes(end)).toString()));
    if (start != null) {
      members.addAll(List.of("starts_at", now.plus(Duration.ofMinutes(start)).toString()));
    }
    Reply changed = put(id, json("team=" + matcher, members.toArray()));

    JsonNode after = changed.json();
    assertThat(changed.status()).as("%s: %s", what, after).isEqualTo(same ? 200 : 201);
    assertThat(after.get("id").asText().equals(id)).isEqualTo(same);
    assertThat(Instant.parse(after.get("ends_at").asText()))
        .isEqualTo(now.plus(Duration.ofMinutes(end)));
    if (same) {
      assertThat(after.get("replaces").isNull()).isTrue();
      assertThat(after.get("version").asInt()).isEqualTo(2);
    } else {
      assertThat(after.get("replaces").asText()).isEqualTo(id);
      assertThat(changed.header("location")).endsWith(after.get("id").asText());
      JsonNode before = get(id);
      assertThat(before.get("state").asText()).isEqualTo("expired");
      assertThat(before.get("version").asInt()).isEqualTo(ended ? 1 : 2);
      assertThat(Instant.parse(after.get("starts_at").asText())).isAfterOrEqualTo(now);
    }
  }

  @Test
  void changeCanAskForTheVersionThatWasRead() {
    JsonNode made = create("team=versioned", "duration", "PT1H");
    String id = made.get("id").asText();
    String longer = json("team=versioned", "duration", "PT3H");
    assertThat(put(id, longer, "if-match", "\"1\"").header("etag")).isEqualTo("\"2\"");
    assertProblem(put(id, longer, "if-match", "\"1\""), 412);
    assertThat(put(id, longer).json().get("version").asInt()).isEqualTo(3);
    assertProblem(put(UUID.randomUUID().toString(), longer), 404);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no matchers | {'comment':'c','duration':'PT1H'} | /matchers",
        "an empty list | {'matchers':[],'comment':'c','duration':'PT1H'} | /matchers",
        "only empty values | {'matchers':['a=~`.*`','b!=x'],'comment':'c','duration':'PT1H'} |"
            + " /matchers",
        "no matcher | {'matchers':['a=b','team'],'comment':'c','duration':'PT1H'} | /matchers/1",
        "a bad expression | {'matchers':['a=~`(`'],'comment':'c','duration':'PT1H'} | /matchers/0",
        "no comment | {'matchers':['a=b'],'duration':'PT1H'} | /comment",
        "a blank comment | {'matchers':['a=b'],'comment':' ','duration':'PT1H'} | /comment",
        "no end | {'matchers':['a=b'],'comment':'c'} | /ends_at",
        "a null as the end | {'matchers':['a=b'],'comment':'c','ends_at':null} | /ends_at",
        "two ends |"
            + " {'matchers':['a=b'],'comment':'c','duration':'PT1H','ends_at':'2099-01-01T00:00:00Z'}"
            + " | /ends_at",
        "a past end | {'matchers':['a=b'],'comment':'c','ends_at':'2020-01-01T00:00:00Z'} |"
            + " /ends_at",
        "a far end | {'matchers':['a=b'],'comment':'c','ends_at':'+999999-01-01T00:00:00Z'} |"
            + " /ends_at",
        "a negative duration | {'matchers':['a=b'],'comment':'c','duration':'-PT1H'} | /duration",
        "an unknown member | {'matchers':['a=b'],'comment':'c','duration':'PT1H','until':'x'} |"
            + " /until",
      })
  void whatCannotBeIsRefusedWithAPointer(String what, String body, String pointer) {
    String json = body.replace('\'', '"').replace("`", "\\\"");
    for (String path : List.of("/silences", "/silences/preview")) {
      Reply refused = api.send(path, json);
      assertProblem(refused, 422);
      assertThat(refused.json().get("details").has(pointer))
          .as("%s: %s", what, refused.json())
          .isTrue();
    }
  }

  @Test
  void startMustBeBeforeTheEnd() {
    Instant now = core.now();
    Reply refused =
        api.send(
            "/silences",
            json(
                "a=b",
                "starts_at",
                now.plus(Duration.ofHours(2)).toString(),
                "ends_at",
                now.plus(Duration.ofHours(1)).toString()));
    assertProblem(refused, 422);
    assertThat(refused.json().get("details").has("/ends_at")).isTrue();
  }

  @Test
  void tenantHasAtMost5000ThatAreInForceOrToCome() {
    try (RunningCore full = RunningCore.start()) {
      full.database.execute(
          """
          INSERT INTO silence (tenant_id, id, matchers, starts_at, ends_at, created_by, author, comment, created_at, updated_at)
          SELECT '%s', gen_random_uuid(), '["a=\\"b\\""]', '%s'::timestamptz, '%s'::timestamptz + interval '1 hour', '', '', '', now(), now()
            FROM generate_series(1, 5000)\
          """
              .formatted(full.tenant, full.now(), full.now()));
      Reply refused = full.post("/api/v1/silences", json("a=b", "duration", "PT1H"));
      assertProblem(refused, 409);
      full.clock.move(Duration.ofHours(2));
      assertThat(full.post("/api/v1/silences", json("a=b", "duration", "PT1H")).status())
          .isEqualTo(201);
    }
  }

  @Test
  void othersNeitherSeeNorEndIt() {
    String id = create("team=ours", "duration", "PT1H").get("id").asText();
    String other = core.tokenOfAnotherTenant("silences", "admin");
    assertProblem(core.send(other, "GET", "/api/v1/silences/" + id, null), 404);
    assertProblem(core.send(other, "DELETE", "/api/v1/silences/" + id, null), 404);
    assertProblem(
        core.send(other, "PUT", "/api/v1/silences/" + id, json("team=ours", "duration", "PT1H")),
        404);
    assertThat(core.send(other, "GET", "/api/v1/silences", null).json().get("items")).isEmpty();
    assertThat(get(id).get("state").asText()).isEqualTo("active");
  }

  @Test
  void eachChangeIsInTheAudit() {
    String id = create("team=audited", "duration", "PT1H").get("id").asText();
    put(id, json("team=audited", "duration", "PT2H"));
    String next = put(id, json("team=other", "duration", "PT2H")).json().get("id").asText();
    delete(next);
    delete(next);
    assertThat(actions(id))
        .containsExactlyInAnyOrder("silence.create", "silence.update", "silence.expire");
    assertThat(actions(next)).containsExactlyInAnyOrder("silence.create", "silence.expire");
  }

  private static List<String> actions(String id) {
    List<String> actions = new ArrayList<>();
    core.get("/api/v1/audit?subject=" + id)
        .json()
        .get("items")
        .forEach(entry -> actions.add(entry.get("action").asText()));
    return actions;
  }
}
