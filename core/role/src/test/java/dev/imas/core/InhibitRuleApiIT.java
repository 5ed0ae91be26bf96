package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inhibit rules over the API, and that a change of one is in force at once. */
class InhibitRuleApiIT {

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

  /** Sources and targets are named after the rule, and must be on the same node. */
  private static String json(String name, String more) {
    return ("{'name':'"
            + name
            + "','source_matchers':['alertname="
            + name
            + "-source'],"
            + "'target_matchers':['alertname=~"
            + name
            + "-target.*'],'equal':['node']"
            + more
            + "}")
        .replace('\'', '"');
  }

  private static Reply put(String name, String json, int version) {
    return api.check(
        "PUT",
        "/inhibit-rules/{id}",
        core.send(
            core.token,
            "PUT",
            "/api/v1/inhibit-rules/" + name,
            json,
            "if-match",
            "\"" + version + "\""));
  }

  private static JsonNode get(String name) {
    return api.check("GET", "/inhibit-rules/{id}", core.get("/api/v1/inhibit-rules/" + name))
        .json();
  }

  private static Event fires(String name, UUID service) {
    return Event.firing(name, 3, service, core.now())
        .labelled(Json.write(Map.of("alertname", name, "node", "n1")));
  }

  private static int incidents(UUID service) {
    return core.get("/api/v1/incidents?service=" + service).json().get("items").size();
  }

  private static int alerts(String query) {
    return core.get("/api/v1/alerts?" + query).json().get("items").size();
  }

  private static void pass(int seconds) {
    core.clock.move(Duration.ofSeconds(seconds));
    core.sweep("hiding");
    core.follow();
    core.sweep("hiding");
    core.follow();
  }

  @Test
  void ruleIsShownAsItIsKept() {
    Reply made =
        api.post(
            "/inhibit-rules",
            "{\"name\":\"Shown\",\"source_matchers\":[\"z=1\",\" a = \\\"b\\\"\"],"
                + "\"target_matchers\":[\"c!=d\",\"e=f\"],\"equal\":[\"node\",\"cluster\"]}");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    JsonNode rule = made.json();
    assertThat(rule.get("source_matchers").toString())
        .isEqualTo("[\"a=\\\"b\\\"\",\"z=\\\"1\\\"\"]");
    assertThat(rule.get("equal").toString()).isEqualTo("[\"cluster\",\"node\"]");
    assertThat(rule.get("wait").asText()).isEqualTo("PT30S");
    assertThat(rule.get("is_active").asBoolean()).isTrue();
    assertThat(rule.get("warnings")).isEmpty();
    assertThat(get("shown")).isEqualTo(rule);
    assertThat(
            api.check("GET", "/inhibit-rules", core.get("/api/v1/inhibit-rules"))
                .json()
                .get("items"))
        .contains(rule);
    assertProblem(api.send("/inhibit-rules", json("SHOWN", "")), 409);
  }

  @Test
  void emptyEqualIsWarnedOf() {
    JsonNode rule = api.post("/inhibit-rules", json("Wide", "").replace("[\"node\"]", "[]")).json();
    assertThat(rule.at("/warnings/0/kind").asText()).isEqualTo("equal_to_all");
  }

  @Test
  void changeNeedsTheVersionThatWasRead() {
    api.post("/inhibit-rules", json("Versioned", ""));
    assertThat(put("Versioned", json("Versioned", ",'wait':'PT0S'"), 1).json().get("wait").asText())
        .isEqualTo("PT0S");
    assertProblem(put("Versioned", json("Versioned", ""), 1), 412);
    assertProblem(
        core.send(core.token, "PUT", "/api/v1/inhibit-rules/Versioned", json("Versioned", "")),
        428);
    assertProblem(put("Nobody", json("Versioned", ""), 1), 404);
  }

  @Test
  void newRuleHidesWhatFiresAlreadyAndADeletedOneShowsIt() {
    UUID service = core.service("began");
    UUID other = core.service("began-target");
    core.post(fires("Began-source", service));
    core.follow();
    api.post("/inhibit-rules", json("Began", ""));
    pass(1);
    core.post(fires("Began-target", other));
    core.follow();
    assertThat(incidents(other)).isZero();
    assertThat(get("Began").get("hides_now").asInt()).isEqualTo(1);
    assertThat(get("Began").get("hid_in_all").asInt()).isEqualTo(1);
    assertThat(alerts("hidden=true&name=Began-target")).isEqualTo(1);
    assertThat(alerts("hidden=false&name=Began-target")).isZero();

    Reply deleted =
        api.check(
            "DELETE",
            "/inhibit-rules/{id}",
            core.send(core.token, "DELETE", "/api/v1/inhibit-rules/Began", null));
    assertThat(deleted.status()).isEqualTo(204);
    assertProblem(core.get("/api/v1/inhibit-rules/Began"), 404);
    pass(1);
    assertThat(incidents(other)).isEqualTo(1);
    assertThat(alerts("hidden=true&name=Began-target")).isZero();
  }

  @Test
  void changedRuleGoesOnToHideWithoutPagingMeanwhile() {
    UUID service = core.service("goes-on");
    UUID other = core.service("goes-on-target");
    api.post("/inhibit-rules", json("Goes", ""));
    core.post(fires("Goes-source", service));
    core.post(fires("Goes-target-1", other));
    core.follow();
    assertThat(incidents(other)).isZero();

    put("Goes", json("Goes", "").replace("-target.*", "-target-.*"), 1);
    for (int i = 0; i < 4; i++) {
      pass(5);
      assertThat(incidents(other)).isZero();
    }
    assertThat(get("Goes").get("hides_now").asInt()).isEqualTo(1);

    put("Goes", json("Goes", "").replace("-target.*", "-no-target"), 2);
    pass(20);
    assertThat(incidents(other)).isEqualTo(1);
    assertThat(get("Goes").get("hides_now").asInt()).isZero();
  }

  @Test
  void switchedOffRuleShowsWhatItHidAndHidesAgainWhenSwitchedOn() {
    UUID service = core.service("switched");
    UUID other = core.service("switched-target");
    api.post("/inhibit-rules", json("Off", ""));
    core.post(fires("Off-source", service));
    core.post(fires("Off-target", other));
    core.follow();
    assertThat(incidents(other)).isZero();
    put("Off", json("Off", ",'is_active':false"), 1);
    pass(1);
    assertThat(incidents(other)).isEqualTo(1);

    put("Off", json("Off", ""), 2);
    pass(1);
    assertThat(get("Off").get("hides_now").asInt()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no name | {'source_matchers':['a=b'],'target_matchers':['a=b']} | /name",
        "no source | {'name':'N','target_matchers':['a=b']} | /source_matchers",
        "an empty source | {'name':'N','source_matchers':[],'target_matchers':['a=b']} |"
            + " /source_matchers",
        "no target | {'name':'N','source_matchers':['a=b']} | /target_matchers",
        "all empty | {'name':'N','source_matchers':['a=b'],'target_matchers':['a!=b','c=~`.*`']} |"
            + " /target_matchers",
        "a bad matcher | {'name':'N','source_matchers':['a=b','b'],'target_matchers':['a=b']} |"
            + " /source_matchers/1",
        "a matcher twice | {'name':'N','source_matchers':['a=b',' a ="
            + " b'],'target_matchers':['a=b']} | /source_matchers",
        "a label twice |"
            + " {'name':'N','source_matchers':['a=b'],'target_matchers':['a=b'],'equal':['n','n']}"
            + " | /equal",
        "a long wait |"
            + " {'name':'N','source_matchers':['a=b'],'target_matchers':['a=b'],'wait':'PT11M'} |"
            + " /wait",
        "parts of seconds |"
            + " {'name':'N','source_matchers':['a=b'],'target_matchers':['a=b'],'wait':'PT0.5S'} |"
            + " /wait",
        "an unknown member | {'name':'N','source_matchers':['a=b'],'target_matchers':['a=b'],'x':1}"
            + " | /x",
      })
  void whatCannotBeIsRefusedWithAPointer(String what, String body, String pointer) {
    Reply refused = api.send("/inhibit-rules", body.replace('\'', '"').replace("`", "\\\""));
    assertProblem(refused, 422);
    assertThat(refused.json().get("details").has(pointer))
        .as("%s: %s", what, refused.json())
        .isTrue();
  }

  @Test
  void tenantHasAtMost1000() {
    try (RunningCore full = RunningCore.start()) {
      full.database.execute(
          """
          INSERT INTO inhibit_rule (tenant_id, id, name, source_matchers, target_matchers, equal_labels, wait_seconds, created_at, updated_at)
          SELECT '%s', gen_random_uuid(), 'rule ' || n, '["a=\\"b\\""]', '["c=\\"d\\""]', '{}', 0, now(), now()
            FROM generate_series(1, 1000) AS n\
          """
              .formatted(full.tenant));
      assertProblem(full.post("/api/v1/inhibit-rules", json("One", "")), 422);
      full.send(full.token, "DELETE", "/api/v1/inhibit-rules/rule%2042", null);
      assertThat(full.post("/api/v1/inhibit-rules", json("One", "")).status()).isEqualTo(201);
    }
  }

  @Test
  void othersNeitherSeeNorChangeIt() {
    api.post("/inhibit-rules", json("Ours", ""));
    String other = core.tokenOfAnotherTenant("inhibition", "admin");
    assertProblem(core.send(other, "GET", "/api/v1/inhibit-rules/Ours", null), 404);
    assertProblem(core.send(other, "DELETE", "/api/v1/inhibit-rules/Ours", null), 404);
    assertThat(core.send(other, "POST", "/api/v1/inhibit-rules", json("Ours", "")).status())
        .isEqualTo(201);
    assertThat(get("Ours").get("version").asInt()).isEqualTo(1);
  }

  /** Whoever changes a rule and whoever decides on its alerts never wait for each other. */
  @Test
  void rulesAreRemovedWhileTheirAlertsChange() {
    UUID service = core.service("busy");
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "Busy" + i).toList();
    names.forEach(
        name ->
            api.post(
                "/inhibit-rules",
                json(name, ",'wait':'PT0S'").replace(name + "-target", "busy-target")));
    Event[] alerts =
        IntStream.range(0, 300)
            .mapToObj(i -> fires("busy-target" + i, service))
            .toArray(Event[]::new);
    core.post(alerts);
    core.follow();
    String deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    long before = core.database.count(deadlocks);
    Random random = new Random(12);
    List<Integer> statuses = new ArrayList<>();

    for (String name : names) {
      List<Event> changed = new ArrayList<>(List.of(alerts));
      Collections.shuffle(changed, random);
      core.clock.move(Duration.ofSeconds(30));
      core.post(
          changed.stream()
              .map(event -> random.nextBoolean() ? event.resolved() : event)
              .toArray(Event[]::new));
      statuses.add(core.send(core.token, "DELETE", "/api/v1/inhibit-rules/" + name, null).status());
    }
    core.follow();

    assertThat(statuses).containsOnly(204);
    assertThat(core.database.count(deadlocks)).isEqualTo(before);
  }
}
