package dev.imas.core.dora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.RunningCore;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A seeded year, told as senders tell it, has the metrics that a naive calculation has, and they
 * stay what they were as of a moment whatever is corrected later (DOR-01 to DOR-08).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoraIT {

  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final DeliveryScene scene =
      new DeliveryScene(8, FullSize.or(2_000, 20_000), FullSize.or(200, 2_000), 11);
  private static final RunningCore core = scene.core;
  private static final DeliveryYear year = scene.year;
  private static final NaiveDora naive = new NaiveDora(year.facts());
  private static final YearMonth last = year.first.plusMonths(11);

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static String path(String route, String query) {
    return "/api/v1/dora%s?from=%s&to=%s&as_of=%s%s"
        .formatted(route, year.first, last, scene.told(), query);
  }

  private static JsonNode ask(String path) throws JsonProcessingException {
    RunningCore.Reply reply = core.get(path);
    assertThat(reply.status()).as("%s: %s", path, reply.http().body()).isEqualTo(200);
    return PLAIN.readTree(reply.http().body());
  }

  private static JsonNode json(DoraFigures figures) throws JsonProcessingException {
    return PLAIN.readTree(Json.write(figures));
  }

  private static void same(String query, Predicate<FinishedDeployment> which)
      throws JsonProcessingException {
    JsonNode answer = ask(path("", query));
    assertThat(answer.get("metrics"))
        .as(query)
        .isEqualTo(json(naive.figures(year.from, year.to, DeliveryYear.ZONE, which)));
    assertThat(answer.get("months")).hasSize(12);
    for (JsonNode month : answer.get("months")) {
      assertThat(month.get("metrics"))
          .as("%s in %s", query, month.get("month"))
          .isEqualTo(
              json(
                  naive.figures(
                      Instant.parse(month.get("from").asText()),
                      Instant.parse(month.get("to").asText()),
                      DeliveryYear.ZONE,
                      which)));
    }
    assertThat(answer.at("/definition/version").asText()).isEqualTo("imas-dora-1");
  }

  @Test
  @Order(1)
  void figuresAreThoseOfANaiveCalculationByServiceTeamEnvironmentAndMonth()
      throws JsonProcessingException {
    same("", one -> true);
    same("&environment=prod", one -> one.environment().equals("prod"));
    same("&environment=staging", one -> false);
    for (int i = 0; i < scene.services.size(); i++) {
      UUID service = scene.services.get(i);
      same("&service=" + service, one -> service.equals(one.service()));
    }
    UUID first = scene.services.get(0);
    same("&team=team%20of%20shop%200", one -> first.equals(one.service()));
    same("&team=team%20of%20shop%201&service=" + first, one -> false);
  }

  private static List<JsonNode> rows(String metric, String query) throws JsonProcessingException {
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = ask(path("/" + metric + "/rows", "&limit=500" + query + cursor));
      page.get("items").forEach(rows::add);
      assertThat(page.get("as_of").asText()).isEqualTo(scene.told().toString());
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
      if (cursor.isEmpty()) {
        assertThat(rows).hasSize(page.get("rows").asInt());
      }
    } while (!cursor.isEmpty());
    return rows;
  }

  private static long count(List<JsonNode> rows, String because) {
    return rows.stream().filter(row -> row.get("because").asText().equals(because)).count();
  }

  private static List<Long> seconds(List<JsonNode> rows) {
    return rows.stream()
        .filter(row -> row.get("counted").asBoolean())
        .map(row -> row.get("seconds").asLong())
        .sorted()
        .toList();
  }

  /** DOR-08: each figure drills down to its rows, and they add up. */
  @Test
  @Order(2)
  void rowsAddUpToTheirFigures() throws JsonProcessingException {
    JsonNode metrics = ask(path("", "")).get("metrics");
    List<JsonNode> frequency = rows("frequency", "");
    assertThat(frequency).hasSize(metrics.at("/frequency/deployments").asInt());
    assertThat(count(frequency, "rollback")).isEqualTo(metrics.at("/frequency/rollbacks").asLong());

    List<JsonNode> commits = rows("lead_time", "");
    List<Long> leads = seconds(commits);
    assertThat(leads).hasSize(metrics.at("/lead_time/commits").asInt());
    assertThat(leads.get((leads.size() - 1) / 2))
        .isEqualTo(metrics.at("/lead_time/median_seconds").asLong());
    assertThat(count(commits, "without_time"))
        .isEqualTo(metrics.at("/lead_time/without_time").asLong());
    assertThat(count(commits, "negative")).isEqualTo(metrics.at("/lead_time/negative").asLong());
    assertThat(commits.get(0).at("/commit/title").asText()).startsWith("Commit ");

    List<JsonNode> ended = rows("change_fail_rate", "");
    assertThat(ended).hasSize(metrics.at("/change_fail_rate/deployments").asInt());
    for (String because : List.of("incident", "failure", "rollback")) {
      assertThat(count(ended, because))
          .isPositive()
          .isEqualTo(metrics.at("/change_fail_rate/by_" + because).asLong());
    }
    assertThat(rows("change_fail_rate", "&counted=true"))
        .hasSize(metrics.at("/change_fail_rate/failed").asInt());

    List<JsonNode> failed = rows("recovery_time", "");
    List<Long> recoveries = seconds(failed);
    assertThat(recoveries).hasSize(metrics.at("/recovery_time/recovered").asInt());
    assertThat(recoveries.get((recoveries.size() - 1) / 2))
        .isEqualTo(metrics.at("/recovery_time/median_seconds").asLong());
    assertThat(Math.round(recoveries.stream().mapToLong(Long::longValue).average().orElseThrow()))
        .isEqualTo(metrics.at("/recovery_time/mean_seconds").asLong());
    assertThat(count(failed, "not_recovered"))
        .isEqualTo(metrics.at("/recovery_time/not_recovered").asLong());

    List<JsonNode> rework = rows("rework_rate", "&counted=true");
    assertThat(rework).hasSize(metrics.at("/rework_rate/rework").asInt());

    RunningCore.Reply csv = core.get(path("/lead_time/rows", "&format=csv"));
    assertThat(csv.http().body().lines()).hasSize(commits.size() + 1);
    assertThat(csv.header("x-as-of")).isEqualTo(scene.told().toString());
  }

  private static List<String> asked() {
    List<String> paths = new ArrayList<>();
    paths.add(path("", ""));
    paths.add(path("", "&environment=prod&edition=2023"));
    paths.add(path("", "&team=team%20of%20shop%202"));
    scene.services.forEach(service -> paths.add(path("", "&service=" + service)));
    for (DoraMetric metric : DoraMetric.values()) {
      paths.add(path("/" + metric.wireName() + "/rows", "&limit=500"));
      paths.add(path("/" + metric.wireName() + "/rows", "&format=csv"));
    }
    return paths;
  }

  private static List<String> bodies(List<String> paths) {
    return paths.stream().map(path -> core.get(path).http().body()).toList();
  }

  /** G153: the same time, other figures next month. G35: every input says when it was known. */
  @Test
  @Order(3)
  void afterAThousandCorrectionsWhatWasKnownThenIsTheSameToTheByte()
      throws JsonProcessingException {
    List<String> paths = asked();
    List<String> before = bodies(paths);
    JsonNode figures = ask(path("", "")).get("metrics");

    correct(FullSize.or(200, 1_000));

    assertThat(bodies(paths)).isEqualTo(before);
    JsonNode restated = ask(path("/restatement", ""));
    assertThat(restated.get("was")).isEqualTo(figures);
    assertThat(restated.get("changes").findValuesAsText("metric"))
        .contains("frequency", "change_fail_rate", "recovery_time");
    assertThat(restated.at("/later/deployments").asInt()).isPositive();
    assertThat(restated.at("/later/pushes").asInt()).isPositive();
    assertThat(restated.at("/later/judgements").asInt()).isPositive();
    JsonNode now = ask("/api/v1/dora?from=%s&to=%s".formatted(year.first, last)).get("metrics");
    assertThat(now).isEqualTo(restated.get("is")).isNotEqualTo(figures);
  }

  /** Of each kind some: states that were told late, pushes, judgements, incidents that go on. */
  private static void correct(int corrections) {
    Random random = new Random(5);
    Instant known = scene.told().plusSeconds(60);
    ArrayNode late = Json.MAPPER.createArrayNode();
    List<PushRecord> pushes = new ArrayList<>();
    for (int i = 0; i < corrections; i++) {
      known = known.plusSeconds(1);
      switch (i % 4) {
        case 0, 1 -> {
          FinishedDeployment one = year.deployments.get(random.nextInt(year.deployments.size()));
          Instant at = one.finishedAt().plusSeconds(7_000);
          late.add(
              scene.told(
                  one,
                  random.nextBoolean() ? DeploymentState.FAILURE : DeploymentState.SUCCESS,
                  at,
                  i % 8 == 0 ? at : null,
                  known));
        }
        case 2 -> {
          PushRecord one = year.pushes.get(random.nextInt(year.pushes.size()));
          pushes.add(
              new PushRecord(
                  new UUID(77, i),
                  one.repository(),
                  "",
                  one.after(),
                  String.format(Locale.ROOT, "%040x", i),
                  one.pushedAt(),
                  1,
                  new long[] {one.pushedAt().toEpochMilli()}));
        }
        default -> {
          CausedIncident one = year.incidents.get(random.nextInt(year.incidents.size()));
          if (random.nextBoolean()) {
            scene.judged(one, 3, known);
          } else {
            int seq = 10 + i;
            scene.moved(one, seq, "TRIGGERED", known);
            scene.moved(one, seq + 1, "RESOLVED", known.plusSeconds(10));
          }
        }
      }
    }
    scene.tell("record_deployments", late);
    for (PushRecord push : pushes) {
      long later =
          Objects.requireNonNull(known).getEpochSecond() - push.pushedAt().getEpochSecond();
      scene.tellPushes(List.of(push), later);
    }
  }
}
