package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.Routing;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Time travel of rules against what really happened: alerts are routed by the gateways' engine and
 * go through the ingest function and intake.
 */
class SimulationIT {

  private static final int ROUNDS = 30;
  private static final String RULES =
      """
      [{"name":"staging","matchers":["env=\\"staging\\""],"severity":"SEV4","continue":true},
       {"name":"payments","matchers":["namespace=~\\"pay-.*\\""],"service":"payments",
        "group_by":["alertname","cluster"]},
       {"name":"stays","matchers":["alertname=\\"Alert7\\""],"auto_resolve":false},
       {"name":"mapped","matchers":["team=\\"data\\""],"service":"data",
        "severity_mapping":{"priority":{"high":"SEV1","low":"SEV3"}}},
       {"name":"never","matchers":["env=\\"moon\\""],"severity":"SEV1"}]\
      """;

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_CORE_REOPEN_WINDOW", "2s"));

  private static final CheckedApi api = new CheckedApi(core);

  /** An episode that began, as rules see it. */
  private record Began(Labels labels, Severity sent, Instant at) {
    Routing by(RoutingTable table) {
      return table.route(RoutedAlert.of(labels, sent, Severity.SEV3_MEDIUM, at));
    }
  }

  private static final List<Began> began = new ArrayList<>();
  private static ServiceCatalog catalog = ServiceCatalog.of(List.of(triage()));
  private static Instant start = Instant.EPOCH;
  private static Instant middle = Instant.EPOCH;
  private static int version;
  private static int changes;

  private static Service triage() {
    return new Service(core.triage, "Unknown/Triage", List.of(), true);
  }

  @BeforeAll
  static void manyAlertsComeAndGo() {
    catalog =
        ServiceCatalog.of(
            List.of(
                triage(),
                new Service(core.service("payments"), "payments", List.of(), false),
                new Service(core.service("data"), "data", List.of(), false)));
    version = store(RULES);
    core.post("/api/v1/rule-sets/" + version + "/activate", "{}");
    nothingFlaps();
    start = databaseTime();
    RoutingTable table = table(version, RULES);
    Random random = new Random(15);
    Map<UUID, Event> firing = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      if (round == ROUNDS / 2) {
        middle = databaseTime();
      }
      Instant now = next();
      Map<UUID, Event> batch = new LinkedHashMap<>();
      Map<UUID, Routing> routings = new HashMap<>();
      for (int i = 0; i < 150; i++) {
        Labels labels = labels(random.nextInt(300));
        Severity sent = severity(labels);
        UUID fingerprint =
            UUID.nameUUIDFromBytes(labels.toString().getBytes(StandardCharsets.UTF_8));
        Event known = firing.get(fingerprint);
        if (batch.containsKey(fingerprint) || (known == null && random.nextInt(3) == 0)) {
          continue;
        }
        Routing routing = table.route(RoutedAlert.of(labels, sent, Severity.SEV3_MEDIUM, now));
        routings.put(fingerprint, routing);
        if (known != null) {
          batch.put(fingerprint, known.resolved());
          firing.remove(fingerprint);
        } else {
          Event event = event(fingerprint, labels, routing, now);
          began.add(new Began(labels, sent, now));
          batch.put(fingerprint, event);
          firing.put(fingerprint, event);
        }
        changes++;
      }
      core.ingest.post(
          core.tenant,
          core.source,
          now,
          List.copyOf(batch.values()),
          event -> Objects.requireNonNull(routings.get(event.fingerprint())));
      core.follow();
    }
  }

  /** Flapping incidents end by timers, which do not go by the clock that is moved here. */
  private static void nothingFlaps() {
    core.send(
        core.token, "PUT", "/api/v1/flapping-policy", "{\"is_active\":false}", "if-match", "\"1\"");
    assertThat(core.get("/api/v1/flapping-policy").json().get("is_active").asBoolean()).isFalse();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  /** By which the journal orders. */
  private static Instant databaseTime() {
    return Instant.parse(
        core.database
            .query(
                "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                    + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
            .get(0));
  }

  /** Core's clock follows the database's, and what comes in two rounds did not come together. */
  private static Instant next() {
    Instant before = core.clock.instant();
    Instant now = databaseTime();
    Instant next = now.isAfter(before.plusMillis(150)) ? now : before.plusMillis(150);
    core.clock.move(Duration.between(before, next));
    return next;
  }

  /**
   * The same for all alerts of a group. Intake follows the urgent ones first, so in a group of
   * several it would depend on the machine whether one ends before another begins.
   */
  private static Severity severity(Labels labels) {
    return Severity.of(1 + Math.floorMod(String.valueOf(labels.get("alertname")).hashCode(), 4));
  }

  private static Labels labels(int n) {
    Map<String, String> labels = new HashMap<>();
    labels.put("alertname", "Alert" + n % 100);
    labels.put("instance", "host" + n);
    labels.put("cluster", "c" + n % 3);
    labels.put("env", n % 5 == 0 ? "staging" : "prod");
    labels.put("namespace", n % 4 == 0 ? "pay-" + n % 8 : "web");
    if (n % 6 == 0) {
      labels.put("team", "data");
      labels.put("priority", n % 12 == 0 ? "high" : "low");
    }
    return Labels.of(labels);
  }

  private static Event event(UUID fingerprint, Labels labels, Routing routing, Instant at) {
    return new Event(
        fingerprint,
        true,
        routing.severity().number(),
        routing.serviceId(),
        routing.groupKey(),
        String.valueOf(labels.get("alertname")),
        Json.write(labels.toMap()),
        "{}",
        at,
        null,
        routing.decision());
  }

  private static RoutingTable table(int version, String rules) {
    return RoutingTable.compile(version, definition(rules), catalog, true);
  }

  private static RuleSetDefinition definition(String rules) {
    List<RuleDefinition> read = new ArrayList<>();
    for (JsonNode rule : Json.read(rules, JsonNode.class)) {
      read.add(Json.read(rule.toString(), RuleDefinition.class));
    }
    return new RuleSetDefinition(read);
  }

  private static int store(String rules) {
    return core.post("/api/v1/rule-sets", "{\"rules\":" + rules + "}")
        .json()
        .get("version")
        .asInt();
  }

  private static JsonNode simulate(String path, String members) {
    String operation =
        path.equals("simulate") ? "/rule-sets/simulate" : "/rule-sets/{version}/simulate";
    Reply accepted =
        api.check(
            "POST",
            operation,
            core.post(
                "/api/v1/rule-sets/" + path,
                "{\"to\":\"" + core.clock.instant().plusSeconds(3_600) + "\"," + members + "}"));
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    String location = String.valueOf(accepted.header("location"));
    JsonNode ended =
        Await.until(
            "the simulation ends",
            () -> core.get(location).json(),
            told -> !told.get("state").asText().equals("running"));
    assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("done");
    api.check("GET", "/simulations/{id}", core.get(location));
    return ended.get("result");
  }

  private static String since(Instant from) {
    return "\"from\":\"" + from + "\"";
  }

  private static long count(String sql) {
    return core.database.count(sql);
  }

  @Test
  void theActiveRulesGiveWhatReallyHappened() {
    JsonNode result = simulate(version + "/simulate", since(start));

    assertThat(changes).isGreaterThan(2_000);
    assertThat(result.get("changes").asInt()).isEqualTo(changes);
    assertThat(result.at("/alerts/all").asInt()).isEqualTo(began.size());
    assertThat(result.at("/alerts/otherwise").asInt()).as(result.toPrettyString()).isZero();
    assertThat(result.at("/alerts/same").asInt()).isEqualTo(began.size());
    JsonNode replayed = result.at("/incidents/replayed");
    assertThat(result.at("/incidents/simulated")).isEqualTo(replayed);
    long opened = count("SELECT count(*) FROM incident");
    assertThat(result.at("/incidents/really_opened").asLong()).isEqualTo(opened);
    assertThat(replayed.get("opened").asLong()).isEqualTo(opened).isGreaterThan(50);
    assertThat(replayed.get("reopened").asLong())
        .isEqualTo(count("SELECT sum(reopen_count) FROM incident"))
        .isPositive();
    assertThat(replayed.get("resolved").asLong())
        .isEqualTo(
            count(
                "SELECT count(*) FROM timeline WHERE type = 'STATUS_CHANGE'"
                    + " AND metadata ->> 'to' = 'RESOLVED'"));
    assertThat(result.get("pages"))
        .allSatisfy(pages -> assertThat(pages.get("simulated")).isEqualTo(pages.get("replayed")));
    assertThat(result.at("/unmatched_rules/0/name").asText()).isEqualTo("never");
    assertThat(result.get("unmatched_rule_count").asInt()).isEqualTo(1);
  }

  /** It starts from the incidents that were open then, and the alerts that fired in them. */
  @Test
  void aWindowThatBeginsInTheMiddleStartsFromWhatWasThere() {
    JsonNode result = simulate(version + "/simulate", since(middle));

    assertThat(result.at("/alerts/otherwise").asInt()).as(result.toPrettyString()).isZero();
    JsonNode replayed = result.at("/incidents/replayed");
    assertThat(replayed.get("opened").asLong())
        .isEqualTo(count("SELECT count(*) FROM incident WHERE created_at >= '" + middle + "'"))
        .isPositive();
    assertThat(replayed.get("reopened").asLong())
        .isEqualTo(
            count(
                "SELECT count(*) FROM timeline WHERE type = 'REOPENED' AND at >= '"
                    + middle
                    + "'"));
    assertThat(replayed.get("resolved").asLong())
        .isEqualTo(
            count(
                "SELECT count(*) FROM timeline WHERE type = 'STATUS_CHANGE' AND at >= '"
                    + middle
                    + "' AND metadata ->> 'to' = 'RESOLVED'"));
  }

  @Test
  void otherSeveritiesDifferInExactlyThoseAlerts() {
    String changed = RULES.replace("\"severity\":\"SEV4\"", "\"severity\":\"SEV2\"");
    RoutingTable was = table(1, RULES);
    RoutingTable would = table(2, changed);
    long expected =
        began.stream().filter(one -> one.by(was).severity() != one.by(would).severity()).count();
    assertThat(expected).isPositive();

    JsonNode result = simulate("simulate", since(start) + ",\"limit\":1000,\"rules\":" + changed);

    assertThat(result.at("/alerts/otherwise").asLong()).isEqualTo(expected);
    assertThat(result.at("/alerts/by_field/severity").asLong()).isEqualTo(expected);
    assertThat(result.at("/alerts/by_field/service").asLong()).isZero();
    assertThat(result.at("/alerts/by_field/group_key").asLong()).isZero();
    assertThat(result.at("/alerts/by_field/incident").asLong()).isZero();
    assertThat(result.get("differences").size() + result.get("differences_left_out").asInt())
        .isEqualTo(expected);
    assertThat(result.get("differences"))
        .allSatisfy(
            one -> {
              assertThat(one.at("/was/severity").asText()).isEqualTo("SEV4_LOW");
              assertThat(one.at("/was/rule/name").asText()).isEqualTo("staging");
              assertThat(one.at("/would/severity").asText()).isEqualTo("SEV2_HIGH");
              assertThat(one.at("/would/rule/name").asText()).isEqualTo("staging");
              assertThat(one.at("/would/rule_set_version").isNull()).isTrue();
            });
    assertThat(result.at("/incidents/simulated/opened"))
        .isEqualTo(result.at("/incidents/replayed/opened"));
  }

  @Test
  void whatWouldBeDroppedOpensNothing() {
    String drop =
        "[{\"name\":\"not staging\",\"matchers\":[\"env=\\\"staging\\\"\"],\"drop\":\"a test\"},";
    String changed = drop + RULES.substring(1);
    RoutingTable would = table(2, changed);
    long expected = began.stream().filter(one -> one.by(would).dropped() != null).count();
    assertThat(expected).isPositive();

    JsonNode result = simulate("simulate", since(start) + ",\"limit\":1000,\"rules\":" + changed);

    assertThat(result.at("/alerts/by_field/dropped").asLong()).isEqualTo(expected);
    assertThat(result.get("differences"))
        .filteredOn(one -> one.at("/would/dropped").isObject())
        .isNotEmpty()
        .allSatisfy(
            one -> {
              assertThat(one.at("/would/dropped/name").asText()).isEqualTo("not staging");
              assertThat(one.at("/would/dropped/why").asText()).isEqualTo("a test");
              assertThat(one.at("/would/incident").isNull()).isTrue();
              assertThat(one.at("/was").has("dropped")).isFalse();
            });
    assertThat(result.at("/incidents/simulated/opened").asLong())
        .isLessThan(result.at("/incidents/replayed/opened").asLong());
  }

  @Test
  void conditionsAreJudgedByTheTimeOfReceipt() {
    LocalTime from = middle.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
    String hours =
        """
        [{"name":"now","matchers":["env=\\"staging\\""],"severity":"SEV2","continue":true,
          "when":{"time":{"zone":"UTC","from":"%s","to":"%s"}}},\
        """
            .formatted(from, from.plusMinutes(1));
    String changed = hours + RULES.substring(1);
    RoutingTable was = table(1, RULES);
    RoutingTable would = table(2, changed);
    long expected =
        began.stream().filter(one -> one.by(was).severity() != one.by(would).severity()).count();

    JsonNode result = simulate("simulate", since(start) + ",\"limit\":1000,\"rules\":" + changed);

    assertThat(result.at("/alerts/by_field/severity").asLong()).isEqualTo(expected);
  }

  @Test
  void anotherServiceAndGroupDifferInExactlyThoseAlerts() {
    String changed =
        RULES
            .replace("\"service\":\"payments\"", "\"service\":\"data\"")
            .replace("[\"alertname\",\"cluster\"]", "[]");
    int other = store(changed);
    RoutingTable was = table(1, RULES);
    RoutingTable would = table(2, changed);
    long expected =
        began.stream()
            .filter(one -> !one.by(was).groupKey().equals(one.by(would).groupKey()))
            .count();
    assertThat(expected).isPositive();

    JsonNode result = simulate(other + "/simulate", since(start));

    assertThat(result.at("/alerts/by_field/group_key").asLong()).isEqualTo(expected);
    assertThat(result.at("/alerts/by_field/service").asLong()).isEqualTo(expected);
    assertThat(result.at("/alerts/otherwise").asLong()).isEqualTo(expected);
    assertThat(result.at("/incidents/simulated/opened").asLong())
        .isLessThan(result.at("/incidents/replayed/opened").asLong());
    assertThat(result.at("/differences/0/was/service/name").asText()).isEqualTo("payments");
    assertThat(result.at("/differences/0/would/service/name").asText()).isEqualTo("data");
    assertThat(result.at("/differences/0/was/rule_set_version").asInt()).isEqualTo(version);
  }

  private static String row(String state, String seen, String finished) {
    return core.database
        .query(
            "INSERT INTO simulation (tenant_id, id, from_at, to_at, state, created_by, seen_at,"
                + " finished_at) VALUES ('%s', uuidv7(), now(), now(), '%s', 'test', %s, %s)"
                    .formatted(core.tenant, state, seen, finished)
                + " RETURNING id")
        .get(0);
  }

  private static Reply get(String id) {
    return core.get("/api/v1/simulations/" + id);
  }

  private static int end(String id) {
    return core.send(core.token, "DELETE", "/api/v1/simulations/" + id, null).status();
  }

  @Test
  void aTenantRunsOneAtATimeAndMayCancelIt() {
    String running = row("running", "now()", "NULL");
    Reply second =
        core.post("/api/v1/rule-sets/simulate", "{\"from\":\"2020-01-01T00:00:00Z\",\"rules\":[]}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().get("detail").asText()).contains(running);

    assertThat(end(running)).isEqualTo(204);
    assertThat(get(running).json().get("state").asText()).isEqualTo("cancelled");
    assertThat(end(running)).isEqualTo(204);
    assertThat(get(running).status()).isEqualTo(404);
    assertThat(end(running)).isEqualTo(404);
  }

  @Test
  void whatNoProcessRunsAnyMoreHasFailed() {
    JsonNode told = get(row("running", "now() - interval '4 minutes'", "NULL")).json();
    assertThat(told.get("state").asText()).isEqualTo("failed");
    assertThat(told.get("failure").asText()).contains("start it again");
  }

  @Test
  void whatItFoundIsKeptForAnHour() {
    String young = row("done", "now()", "now() - interval '59 minutes'");
    String old = row("done", "now()", "now() - interval '61 minutes'");
    core.sweep("simulations-past");
    assertThat(count("SELECT count(*) FROM simulation WHERE id = '" + old + "'")).isZero();
    assertThat(get(old).status()).isEqualTo(404);
    assertThat(get(young).status()).isEqualTo(200);
  }

  private static List<String> listed(String token, String query) {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      Reply page = core.send(token, "GET", "/api/v1/simulations?" + query + next, null);
      api.check("GET", "/simulations", page);
      page.json().get("items").forEach(one -> ids.add(one.get("id").asText()));
      next = page.json().get("next").isNull() ? "" : "&cursor=" + page.json().get("next").asText();
    } while (!next.isEmpty());
    return ids;
  }

  @Test
  void theyAreListedNewestFirstWithoutWhatTheyFound() {
    String first = row("done", "now()", "now()");
    String second = row("cancelled", "now()", "now()");
    String old = row("done", "now()", "now() - interval '61 minutes'");
    core.database.execute("UPDATE simulation SET result = '{}' WHERE id = '" + first + "'");

    List<String> all = listed(core.token, "limit=500");

    assertThat(all).containsSubsequence(second, first).doesNotContain(old);
    assertThat(all).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(listed(core.token, "limit=1")).isEqualTo(all);
    assertThat(listed(core.tokenOfAnotherTenant("simulations", "admin"), "limit=500")).isEmpty();
  }

  @Test
  void aWindowIsSaidAndNamesWhatIsWrongWithIt() {
    for (String wrong :
        List.of(
            "{\"rules\":[]}",
            "{\"from\":\"2099-01-01T00:00:00Z\",\"rules\":[]}",
            "{\"from\":\"2020-01-01T00:00:00Z\",\"limit\":0,\"rules\":[]}",
            "{\"from\":\"2020-01-01T00:00:00Z\"}")) {
      Reply refused = core.post("/api/v1/rule-sets/simulate", wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(422);
    }
    assertThat(
            core.post("/api/v1/rule-sets/99/simulate", "{\"from\":\"2020-01-01T00:00:00Z\"}")
                .status())
        .isEqualTo(404);
  }
}
