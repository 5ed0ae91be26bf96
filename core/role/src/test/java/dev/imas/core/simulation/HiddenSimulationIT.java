package dev.imas.core.simulation;

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
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
 * What was hidden, against what really was: silences come and go, there is planned work, an inhibit
 * rule, and a rule with mute times.
 */
class HiddenSimulationIT {

  private static final Duration ROUND = Duration.ofSeconds(15);
  private static final int ROUNDS = 28;
  private static final String MUTED = ",\"mute_times\":[\"Pause\"]";
  private static final String RULES =
      """
      [{"name":"nodes","matchers":["alertname=\\"NodeDown\\""],"severity":"SEV1","group_by":["node"]},
       {"name":"night","matchers":["team=\\"night\\""],"group_by":["alertname"]%s},
       {"name":"shop","matchers":["team=\\"shop\\""],"service":"shop","group_by":["alertname"]},
       {"name":"rest","group_by":["alertname","node"]}]\
      """;

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_CORE_REOPEN_WINDOW", "30s"));

  private static Instant from = Instant.EPOCH;
  private static Instant noon = Instant.EPOCH;
  private static ServiceCatalog catalog = ServiceCatalog.of(List.of(triage()));
  private static int version;
  private static int changes;

  private static Service triage() {
    return new Service(core.triage, "Unknown/Triage", List.of(), true);
  }

  @BeforeAll
  static void alertsComeAndGoWhileThingsHideThem() {
    core.holdHousekeeping();
    core.send(
        core.token, "PUT", "/api/v1/flapping-policy", "{\"is_active\":false}", "if-match", "\"1\"");
    catalog =
        ServiceCatalog.of(
            List.of(triage(), new Service(core.service("shop"), "shop", List.of(), false)));
    Instant minute = core.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    from = core.now();
    core.clock.move(Duration.between(core.now(), minute));
    noon = minute;
    planned();
    String rules = RULES.formatted(MUTED);
    version = made("/api/v1/rule-sets", "{\"rules\":" + rules + "}").get("version").asInt();
    core.post("/api/v1/rule-sets/" + version + "/activate", "{}");
    RoutingTable table = RoutingTable.compile(version, definition(rules), catalog, true);
    Map<UUID, Event> firing = new LinkedHashMap<>();
    Map<Integer, UUID> endedByHand = new HashMap<>();
    Random random = new Random(15);
    for (int round = 0; round < ROUNDS; round++) {
      silences(round, endedByHand);
      pass();
      post(table, firing, random, round >= ROUNDS - 8);
      pass();
      core.clock.move(ROUND);
    }
    pass();
  }

  /** An interval of the clock, the work of a service, and which alerts inhibit which. */
  private static void planned() {
    int ahead = 12 - noon.atOffset(ZoneOffset.UTC).getHour();
    String zone = "Etc/GMT" + (ahead > 0 ? "-" : "+") + Math.abs(ahead);
    LocalDateTime there = LocalDateTime.ofInstant(noon, ZoneId.of(zone));
    made(
        "/api/v1/time-intervals",
        """
        {"name":"Pause","time_intervals":[{"location":"%s","times":[
          {"start_time":"%s","end_time":"%s"},{"start_time":"%s","end_time":"%s"}]}]}\
        """
            .formatted(
                zone,
                there.plusMinutes(1).toLocalTime(),
                there.plusMinutes(3).toLocalTime(),
                there.plusMinutes(5).toLocalTime(),
                there.plusMinutes(6).toLocalTime()));
    made(
        "/api/v1/maintenance-windows",
        """
        {"name":"Move","comment":"the shop moves","services":["shop"],"starts_at":"%s","time_zone":"%s","duration":"PT2M"}\
        """
            .formatted(there.plusMinutes(4), zone));
    made(
        "/api/v1/inhibit-rules",
        """
        {"name":"down","source_matchers":["alertname=NodeDown"],"target_matchers":["alertname=~\\"Disk.*\\""],
         "equal":["node"],"wait":"PT30S"}\
        """);
  }

  private static JsonNode made(String path, String body) {
    Reply reply = core.post(path, body);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  /** What core does each second. */
  private static void pass() {
    core.sweep("hiding");
    core.follow();
  }

  private static void silences(int round, Map<Integer, UUID> endedByHand) {
    if (round % 7 == 2) {
      silence("node=\"n" + round % 5 + "\"", 5);
    }
    if (round % 11 == 3) {
      endedByHand.put(round + 4, silence("alertname=\"Disk" + round % 3 + "\"", 20));
    }
    UUID ends = endedByHand.get(round);
    if (ends != null) {
      core.database.query(
          "SELECT expire_silence('%s', '%s', '%s')".formatted(core.tenant, ends, core.now()));
    }
  }

  private static UUID silence(String matcher, int rounds) {
    return UUID.fromString(
        core.database
            .query(
                ("SELECT id FROM put_silence('%s', NULL, gen_random_uuid(), '[\"%s\"]', '%s', '%s',"
                        + " false, 'ana', 'test', 'because', '%s', 100)")
                    .formatted(
                        core.tenant,
                        matcher.replace("\"", "\\\""),
                        core.now(),
                        core.now().plus(ROUND.multipliedBy(rounds)),
                        core.now()))
            .getFirst());
  }

  private static void post(
      RoutingTable table, Map<UUID, Event> firing, Random random, boolean isEnding) {
    Map<UUID, Event> batch = new LinkedHashMap<>();
    Map<UUID, Routing> routings = new HashMap<>();
    for (int i = 0; i < 16; i++) {
      Labels labels = labels(random.nextInt(60));
      UUID print = UUID.nameUUIDFromBytes(labels.toString().getBytes(StandardCharsets.UTF_8));
      Event known = firing.get(print);
      if (batch.containsKey(print) || (known == null && isEnding)) {
        continue;
      }
      Routing routing =
          table.route(
              RoutedAlert.of(labels, Severity.SEV3_MEDIUM, Severity.SEV3_MEDIUM, core.now()));
      routings.put(print, routing);
      if (known == null) {
        Event event = event(print, labels, routing);
        firing.put(print, event);
        batch.put(print, event);
      } else {
        firing.remove(print);
        batch.put(print, known.resolved());
      }
      changes++;
    }
    core.ingest.post(
        core.tenant,
        core.source,
        core.now(),
        List.copyOf(batch.values()),
        event -> Objects.requireNonNull(routings.get(event.fingerprint())));
    core.follow();
  }

  private static Labels labels(int n) {
    Map<String, String> labels = new HashMap<>();
    labels.put("alertname", n % 4 == 0 ? "NodeDown" : n % 4 == 1 ? "Disk" + n % 3 : "Load" + n % 7);
    labels.put("node", "n" + n % 5);
    labels.put("instance", "i" + n);
    labels.put("team", n % 3 == 0 ? "night" : n % 3 == 1 ? "shop" : "web");
    return Labels.of(labels);
  }

  private static Event event(UUID print, Labels labels, Routing routing) {
    return new Event(
        print,
        true,
        routing.severity().number(),
        routing.serviceId(),
        routing.groupKey(),
        String.valueOf(labels.get("alertname")),
        Json.write(labels.toMap()),
        "{}",
        core.now(),
        null,
        routing.decision());
  }

  private static RuleSetDefinition definition(String rules) {
    List<RuleDefinition> read = new ArrayList<>();
    Json.read(rules, JsonNode.class)
        .forEach(rule -> read.add(Json.read(rule.toString(), RuleDefinition.class)));
    return new RuleSetDefinition(read);
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static JsonNode simulated(String path, String more) {
    Reply begun =
        core.post(
            "/api/v1/rule-sets/" + path,
            "{\"from\":\"%s\",\"to\":\"%s\",\"limit\":1000%s}".formatted(from, core.now(), more));
    assertThat(begun.status()).as(begun.http().body()).isEqualTo(202);
    JsonNode done =
        Await.until(
            "the simulation",
            () -> core.get("/api/v1/simulations/" + begun.json().get("id").asText()).json(),
            one -> !one.get("state").asText().equals("running"));
    assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
    return done.get("result");
  }

  private static long count(String sql) {
    return core.database.count(sql);
  }

  @Test
  void theActiveRulesHideWhatReallyWasHidden() {
    JsonNode found = simulated(version + "/simulate", "");
    assertThat(found.at("/alerts/otherwise").asInt()).as(found.toPrettyString()).isZero();
    JsonNode hidden = found.at("/hidden/replayed");
    assertThat(found.at("/hidden/simulated")).isEqualTo(hidden);
    assertThat(hidden.get("all").asLong())
        .as(hidden.toString())
        .isEqualTo(count("SELECT count(*) FROM suppression"))
        .isGreaterThan(30);
    for (String kind : List.of("maintenance", "inhibition", "time", "silence")) {
      assertThat(hidden.get(kind).asInt()).as(kind).isPositive();
    }
    JsonNode made = found.at("/incidents/replayed");
    assertThat(found.at("/incidents/simulated")).isEqualTo(made);
    assertThat(made.get("opened").asLong())
        .isEqualTo(count("SELECT count(*) FROM incident"))
        .isEqualTo(found.at("/incidents/really_opened").asLong())
        .isGreaterThan(30);
    assertThat(made.get("reopened").asLong())
        .isEqualTo(count("SELECT sum(reopen_count) FROM incident"))
        .isPositive();
    assertThat(made.get("resolved").asLong())
        .isEqualTo(
            count(
                "SELECT count(*) FROM timeline WHERE type = 'STATUS_CHANGE'"
                    + " AND metadata ->> 'to' = 'RESOLVED'"));
    assertThat(found.get("incident_differences")).isEmpty();
    assertThat(changes).isGreaterThan(250);
  }

  @Test
  void withoutMuteTimesThoseAlertsAreToldAndTheAnswerSaysWhatHidThem() {
    JsonNode found = simulated("simulate", ",\"rules\":" + RULES.formatted(""));
    assertThat(found.at("/hidden/replayed/time").asInt()).isPositive();
    assertThat(found.at("/hidden/simulated/time").asInt()).isZero();
    int differ = found.at("/alerts/by_field/hidden_by").asInt();
    assertThat(differ)
        .as("one that waited for an alert may be hidden by the time later")
        .isBetween(1, found.at("/hidden/replayed/time").asInt());
    assertThat(found.get("differences"))
        .filteredOn(one -> one.get("differs").toString().contains("hidden_by"))
        .hasSize(differ)
        .allSatisfy(
            one -> {
              assertThat(one.at("/was/rule/name").asText()).isEqualTo("night");
              assertThat(one.at("/was/hidden_by").findValuesAsText("kind")).contains("time");
              assertThat(one.at("/was/incident").isNull()).isTrue();
              assertThat(one.at("/would/hidden_by").findValuesAsText("kind"))
                  .doesNotContain("time");
            });
    assertThat(found.at("/incidents/alike/only_simulated").asInt()).isPositive();
    assertThat(found.get("limits").toString())
        .contains("Silences and maintenance windows mute as they did then");
  }
}
