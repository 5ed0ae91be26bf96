package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static dev.imas.core.ExpectedFigures.count;
import static dev.imas.core.ExpectedFigures.mean;
import static dev.imas.core.ExpectedFigures.sameChange;
import static dev.imas.core.ExpectedFigures.sameCohort;
import static dev.imas.core.ExpectedFigures.sameWithResolutions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.RandomIncidents.Owned;
import dev.imas.core.RandomIncidents.Row;
import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Figures of random incidents are what plain Java makes of the same incidents. The tenant lives in
 * New York, whose clocks change twice in the time.
 */
class FiguresIT {

  private static final ZoneId ZONE = RandomIncidents.ZONE;
  private static final RandomIncidents scene = new RandomIncidents();
  private static final RunningCore core = scene.core;
  private static final CheckedApi api = new CheckedApi(core);
  private static final List<Row> rows = scene.rows;
  private static final List<Owned> services = scene.services;
  private static final Instant now = scene.now;

  @AfterEach
  void nothingIsGone() {
    core.database.execute("DELETE FROM retention_pass");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static JsonNode ask(String route, String query) {
    return api.check("GET", "/metrics/" + route, core.get("/api/v1/metrics/" + route + query))
        .json();
  }

  private static Instant startOfDay(int daysAgo) {
    return now.atZone(ZONE).toLocalDate().minusDays(daysAgo).atStartOfDay(ZONE).toInstant();
  }

  private static List<Row> in(Instant from, Instant to, Predicate<Row> which) {
    return rows.stream().filter(row -> row.isIn(from, to)).filter(which).toList();
  }

  private static List<Row> between(JsonNode answer, Predicate<Row> which) {
    return in(
        Instant.parse(answer.get("from").asText()),
        Instant.parse(answer.get("to").asText()),
        which);
  }

  static Stream<String> selections() {
    return Stream.of(
        "",
        "?period=7d",
        "?period=90d",
        "?start_date=" + now.atZone(ZONE).toLocalDate().minusDays(100),
        "?start_date=%s&end_date=%s"
            .formatted(
                now.atZone(ZONE).toLocalDate().minusDays(40),
                now.atZone(ZONE).toLocalDate().minusDays(35)),
        "?service=shop",
        "?team=team%20of%20shop",
        "?team=team%20of%20shop&service=search&period=60d",
        "?team=team%20of%20mail&service=search");
  }

  private static Predicate<Row> which(String query) {
    Predicate<Row> service =
        row -> !query.contains("service=") || query.contains("service=" + row.service().name());
    return service.and(
        row ->
            !query.contains("team=")
                || query.contains("team=" + row.service().team().replace(" ", "%20")));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("selections")
  void aSummaryIsWhatJavaMakesOfTheSameIncidents(String query) {
    Predicate<Row> which = which(query);
    JsonNode shown = ask("summary", query);
    List<Row> opened = between(shown, which);
    sameCohort(shown, opened);
    sameWithResolutions(shown, opened);
    String[] names = {"SEV1_CRITICAL", "SEV2_HIGH", "SEV3_MEDIUM", "SEV4_LOW"};
    for (int i = 0; i < 4; i++) {
      int severity = i + 1;
      assertThat(shown.at("/by_severity/" + names[i]).asLong())
          .isEqualTo(count(opened, row -> row.severity() == severity));
      assertThat(shown.at("/open_by_severity/" + names[i]).asLong())
          .isEqualTo(
              count(
                  rows,
                  which.and(
                      row -> row.severity() == severity && !row.status().equals("RESOLVED"))));
    }
    for (String status : List.of("TRIGGERED", "ACKNOWLEDGED", "MITIGATED", "RESOLVED")) {
      assertThat(shown.at("/by_status/" + status).asLong())
          .isEqualTo(count(opened, row -> row.status().equals(status)));
    }
    assertThat(shown.get("open").asLong())
        .isEqualTo(count(rows, which.and(row -> !row.status().equals("RESOLVED"))));
    assertThat(shown.get("unacknowledged").asLong())
        .isEqualTo(count(rows, which.and(row -> row.status().equals("TRIGGERED"))));
    Instant from = Instant.parse(shown.get("from").asText());
    Instant to = Instant.parse(shown.get("to").asText());
    assertThat(shown.get("resolved").asLong()).isEqualTo(resolved(from, to, which));
    assertThat(shown.at("/today/date").asText())
        .isEqualTo(now.atZone(ZONE).toLocalDate().toString());
    Instant tomorrow = now.atZone(ZONE).toLocalDate().plusDays(1).atStartOfDay(ZONE).toInstant();
    assertThat(shown.at("/today/created").asLong())
        .isEqualTo(in(startOfDay(0), tomorrow, which).size());
    assertThat(shown.at("/today/resolved").asLong())
        .isEqualTo(resolved(startOfDay(0), tomorrow, which));

    Instant before = from.minus(Duration.between(from, to));
    assertThat(shown.at("/previous/from").asText()).isEqualTo(before.toString());
    List<Row> earlier = in(before, from, which);
    sameCohort(shown.get("previous"), earlier);
    sameChange(shown.at("/change/total"), earlier.size(), opened.size());
    sameChange(
        shown.at("/change/severe"),
        count(earlier, row -> row.severity() <= 2),
        count(opened, row -> row.severity() <= 2));
    sameChange(
        shown.at("/change/ttr_p90"),
        shown.at("/previous/ttr/p90_seconds").asLong(),
        shown.at("/ttr/p90_seconds").asLong());
  }

  private static long resolved(Instant from, Instant to, Predicate<Row> which) {
    return count(
        rows,
        which.and(
            row ->
                row.resolved() != null
                    && !row.resolved().isBefore(from)
                    && row.resolved().isBefore(to)));
  }

  @Test
  void todayBeginsAtMidnightInTheTenantsZone() {
    JsonNode shown = ask("summary", "?period=30d");
    assertThat(shown.get("time_zone").asText()).isEqualTo("America/New_York");
    assertThat(shown.get("from").asText()).isEqualTo(startOfDay(29).toString());
  }

  @ParameterizedTest
  @CsvSource({"day,60d", "week,90d", "hour,14d", "day,90d"})
  void aTrendHasEveryIntervalOfItsTime(String granularity, String period) {
    JsonNode shown = ask("trend", "?granularity=" + granularity + "&period=" + period);
    Instant at = Instant.parse(shown.get("from").asText());
    for (JsonNode point : shown.get("items")) {
      assertThat(point.get("from").asText()).as("without a gap").isEqualTo(at.toString());
      samePoint(point, row -> true);
      at = Instant.parse(point.get("to").asText());
      ZonedDateTime end = at.atZone(ZONE);
      if (at.isBefore(Instant.parse(shown.get("to").asText()))) {
        assertThat(end.getMinute()).isZero();
        assertThat(granularity.equals("hour") || end.getHour() == 0).isTrue();
        assertThat(!granularity.equals("week") || end.getDayOfWeek().getValue() == 1).isTrue();
      }
    }
    assertThat(at.toString()).isEqualTo(shown.get("to").asText());
    assertThat(shown.get("total").asInt()).isEqualTo(between(shown, row -> true).size());
  }

  private static void samePoint(JsonNode point, Predicate<Row> which) {
    List<Row> some = between(point, which);
    assertThat(point.get("incidents").asInt()).isEqualTo(some.size());
    for (int i = 1; i <= 4; i++) {
      int severity = i;
      assertThat(point.get("sev" + i).asLong())
          .isEqualTo(count(some, row -> row.severity() == severity));
    }
    assertThat(mean(point.get("mtta_seconds"))).isEqualTo(mean(some, Row::tta));
    assertThat(mean(point.get("mttr_seconds"))).isEqualTo(mean(some, Row::ttr));
  }

  @Test
  void aMinutesTrendCountsMinutes() {
    JsonNode shown =
        ask("trend", "?granularity=minute&start_date=" + now.minus(Duration.ofHours(20)));
    assertThat(shown.get("items")).hasSizeBetween(1_200, 1_202);
    shown.get("items").forEach(point -> samePoint(point, row -> true));
    assertThat(shown.get("total").asInt()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "team", "severity"})
  void aTrendIsDividedAndItsSeriesAddUp(String by) {
    JsonNode shown = ask("trend", "?period=60d&granularity=week&by=" + by);
    long sum = 0;
    for (JsonNode series : shown.get("series")) {
      String name = series.get("name").asText();
      Predicate<Row> which =
          row ->
              switch (by) {
                case "service" -> row.service().name().equals(name);
                case "team" -> row.service().team().equals(name);
                default -> name.startsWith("SEV" + row.severity());
              };
      series.get("items").forEach(point -> samePoint(point, which));
      sum += series.get("incidents").asLong();
    }
    assertThat(shown.get("series").size()).isEqualTo(by.equals("team") ? 3 : 4);
    assertThat(sum).isEqualTo(shown.get("total").asLong()).isPositive();
  }

  @Test
  void whatIsInNoSeriesOfItsOwnIsTheLast() {
    JsonNode shown = ask("trend", "?period=60d&granularity=week&by=service&limit=1");
    assertThat(shown.get("series")).hasSize(2);
    JsonNode rest = shown.at("/series/1");
    assertThat(rest.get("name").isNull()).isTrue();
    assertThat(rest.get("incidents").asLong())
        .isEqualTo(shown.get("total").asLong() - shown.at("/series/0/incidents").asLong());
  }

  @Test
  void servicesAreInTheOrderOfTheirIncidents() {
    JsonNode shown = ask("by-service", "?period=90d&limit=3");
    List<Row> opened = between(shown, row -> true);
    assertThat(shown.get("total").asInt()).isEqualTo(opened.size());
    assertThat(shown.get("items")).hasSize(3);
    long last = Long.MAX_VALUE;
    for (JsonNode item : shown.get("items")) {
      String name = item.at("/service/name").asText();
      List<Row> own = opened.stream().filter(row -> row.service().name().equals(name)).toList();
      assertThat(item.get("incidents").asInt()).isEqualTo(own.size());
      assertThat(item.at("/team/name").asText()).isEqualTo(own.get(0).service().team());
      assertThat(mean(item.get("mtta_seconds"))).isEqualTo(mean(own, Row::tta));
      assertThat(item.get("incidents").asLong()).isLessThanOrEqualTo(last);
      last = item.get("incidents").asLong();
    }
  }

  @Test
  void noiseIsWhatEndedBeforeAnybodyTookItOn() {
    JsonNode shown = ask("noise", "?period=90d");
    List<Row> opened = between(shown, row -> true);
    assertNoise(shown.get("total"), opened);
    assertThat(shown.get("items")).hasSize(services.size());
    long last = Long.MAX_VALUE;
    for (JsonNode item : shown.get("items")) {
      String name = item.at("/service/name").asText();
      assertNoise(item, opened.stream().filter(row -> row.service().name().equals(name)).toList());
      assertThat(item.get("unacknowledged").asLong()).isLessThanOrEqualTo(last);
      last = item.get("unacknowledged").asLong();
    }
    assertThat(ask("noise", "?period=90d&limit=1").get("items")).hasSize(1);
    JsonNode ofTeam = ask("noise", "?period=90d&team=team%20of%20shop").get("total");
    assertThat(ofTeam.get("incidents").asInt())
        .isEqualTo(count(opened, row -> row.service().team().equals("team of shop")));
  }

  private static void assertNoise(JsonNode shown, List<Row> of) {
    List<Row> resolved = of.stream().filter(row -> row.status().equals("RESOLVED")).toList();
    long unacknowledged =
        count(
            resolved,
            row ->
                !Objects.requireNonNull(row.acknowledged())
                    .isBefore(Objects.requireNonNull(row.resolved())));
    assertThat(unacknowledged).isPositive();
    assertThat(shown.get("incidents").asInt()).isEqualTo(of.size());
    assertThat(shown.get("resolved").asInt()).isEqualTo(resolved.size());
    assertThat(shown.get("unacknowledged").asLong()).isEqualTo(unacknowledged);
    assertThat(shown.get("unacknowledged_share").asDouble())
        .isCloseTo((double) unacknowledged / resolved.size(), within(0.001));
    assertThat(shown.get("brief").asLong())
        .isEqualTo(
            count(
                resolved,
                row ->
                    Objects.requireNonNull(row.resolved())
                        .isBefore(row.created().plus(Duration.ofMinutes(5)))));
    assertThat(shown.get("alerts").asLong()).isEqualTo(3L * of.size());
    assertThat(shown.get("alerts_per_incident").asDouble()).isEqualTo(3);
    assertThat(shown.get("reopened").asInt()).isEqualTo(count(of, row -> row.severity() == 4));
  }

  @Test
  void offendersAreRankedByWhatIsSevere() {
    JsonNode shown = ask("top-offenders", "?period=90d&limit=2");
    List<Row> severe = between(shown, row -> row.severity() <= 2);
    assertThat(shown.get("total").asInt()).isEqualTo(severe.size());
    long most =
        services.stream()
            .mapToLong(owned -> count(severe, row -> row.service().equals(owned)))
            .max()
            .orElseThrow();
    assertThat(shown.at("/items/0/severe").asLong()).isEqualTo(most);
    assertThat(shown.get("items")).hasSize(2);
  }

  @Test
  void aHeatMapGoesByTheClocksThatWereInForce() {
    LocalDate from = now.atZone(ZONE).toLocalDate().minusDays(140);
    JsonNode shown = ask("heatmap", "?start_date=" + from);
    List<Row> opened = between(shown, row -> true);
    long[][] expected = new long[7][24];
    for (Row row : opened) {
      ZonedDateTime local = row.created().atZone(ZONE);
      expected[local.getDayOfWeek().getValue() - 1][local.getHour()]++;
    }
    for (int day = 0; day < 7; day++) {
      assertThat(shown.at("/items/" + day + "/weekday").asInt()).isEqualTo(day + 1);
      for (int hour = 0; hour < 24; hour++) {
        assertThat(shown.at("/items/" + day + "/hours/" + hour).asLong())
            .as("day %s at %s", day, hour)
            .isEqualTo(expected[day][hour]);
      }
    }
    assertThat(shown.get("total").asInt()).isEqualTo(opened.size());
    // Half past one came twice that night.
    Instant autumn = Instant.parse("2026-11-01T05:30:00Z");
    if (!autumn.isBefore(Instant.parse(shown.get("from").asText())) && autumn.isBefore(now)) {
      assertThat(shown.at("/items/6/hours/1").asLong()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void anExportHasEveryIncidentOnceInBothFormats() {
    JsonNode shown = ask("export", "?period=90d");
    List<Row> opened = between(shown, row -> true);
    assertThat(opened).as("more than a page").hasSizeGreaterThan(400);
    assertThat(shown.get("items").findValuesAsText("short_id"))
        .hasSameSizeAs(opened)
        .doesNotHaveDuplicates();
    List<String> created =
        opened.stream().map(Row::created).sorted().map(Instant::toString).toList();
    assertThat(shown.get("items").findValuesAsText("created_at")).isEqualTo(created);
    JsonNode whole = ask("export", "?start_date=" + now.atZone(ZONE).toLocalDate().minusDays(200));
    assertThat(whole.get("items").size())
        .as("two pages")
        .isEqualTo(between(whole, row -> true).size())
        .isGreaterThan(500);
    var csv = core.get("/api/v1/metrics/export?period=90d&format=csv");
    assertThat(csv.header("content-type")).startsWith("text/csv");
    assertThat(csv.header("content-disposition")).contains(".csv");
    List<String> lines = csv.http().body().lines().toList();
    assertThat(lines).hasSize(opened.size() + 1);
    assertThat(lines.get(0))
        .isEqualTo(
            "id,short_id,title,severity,status,service,team,lead,created_at,acknowledged_at,"
                + "resolved_at,time_to_acknowledge_min,time_to_resolve_min,origin,cause");
    for (int i = 0; i < opened.size(); i++) {
      JsonNode item = shown.at("/items/" + i);
      assertThat(lines.get(i + 1).split(",", -1)[0])
          .isEqualTo("\"" + item.get("id").asText() + "\"");
      assertThat(item.get("time_to_acknowledge_min").isNull())
          .isEqualTo(item.get("acknowledged_at").isNull());
    }
    assertThat(core.send(core.token, "HEAD", "/api/v1/metrics/export", null).status())
        .isEqualTo(200);
  }

  /** Whoever sends alerts writes titles. */
  @Test
  void aTitleIsNoFormulaInASpreadsheet() {
    core.database.execute(
        "UPDATE incident SET title = '=HYPERLINK(\"http://x\")' WHERE short_id = 'INC-T3'");
    String csv =
        core.get(
                "/api/v1/metrics/export?format=csv&start_date="
                    + now.atZone(ZONE).toLocalDate().minusDays(200))
            .http()
            .body();
    assertThat(csv).contains("\"'=HYPERLINK(\"\"http://x\"\")\"").doesNotContain(",\"=");
  }

  @Test
  void alertsAreCountedPerMinuteAndHour() {
    Instant minute = now.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
    for (int i = 0; i < 5; i++) {
      core.database.execute(
          """
          INSERT INTO ledger (tenant_id, source_id, minute, shard, accepted, opened, deduplicated)
          SELECT '%s', '%s', '%s', shard, 4, 1, 3 FROM generate_series(0, 1) AS shard\
          """
              .formatted(core.tenant, core.source, minute.minusSeconds(60 * i)));
    }
    JsonNode shown = ask("alerts", "");
    assertThat(shown.get("total").asInt()).isEqualTo(40);
    assertThat(shown.get("deduplicated_share").asDouble()).isEqualTo(0.75);
    assertThat(shown.get("items")).hasSizeBetween(60, 61);
    int last = shown.get("items").size() - 1;
    for (int i = 0; i <= last; i++) {
      JsonNode item = shown.at("/items/" + i);
      assertThat(item.get("accepted").asInt()).isEqualTo(i > last - 5 ? 8 : 0);
      assertThat(item.get("opened").asInt()).isEqualTo(i > last - 5 ? 2 : 0);
    }
    JsonNode hours = ask("alerts", "?granularity=hour&start_date=" + now.minus(Duration.ofDays(2)));
    assertThat(hours.get("total").asInt()).isEqualTo(40);
    assertThat(hours.get("items")).hasSizeBetween(48, 50);
    assertThat(ask("alerts", "?source=nothing").get("total").asInt()).isZero();
  }

  /** The rows are not there, so nobody knows whether it was better. */
  @Test
  void whatIsNotKeptIsSaidAndNotCompared() {
    Instant since = startOfDay(40);
    core.database.execute(
        "DELETE FROM figure_pack; DELETE FROM figure_month;"
            + " UPDATE tenant SET created_at = now() - interval '2 years' WHERE tenant_id = '%s';"
                .formatted(core.tenant)
            + "INSERT INTO retention_pass (tenant_id, table_name, done_before) VALUES ('%s', 'incident', '%s')"
                .formatted(core.tenant, since));
    JsonNode kept = ask("summary", "?period=30d");
    assertThat(kept.get("complete").asBoolean()).isTrue();
    assertThat(kept.get("complete_since").asText()).isEqualTo(since.toString());
    assertThat(kept.get("previous").isNull() && kept.get("change").isNull()).isTrue();
    JsonNode older = ask("summary", "?period=60d");
    assertThat(older.get("complete").asBoolean()).isFalse();
    for (String route : List.of("trend", "by-service", "top-offenders", "noise", "heatmap")) {
      assertThat(ask(route, "?period=60d").get("complete").asBoolean()).as(route).isFalse();
      assertThat(ask(route, "?period=30d").get("complete").asBoolean()).as(route).isTrue();
    }
    assertThat(ask("summary", "?period=14d").get("change").isNull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "summary,start_date=yesterday,start_date",
    "summary,start_date=2026-02-30,start_date",
    "summary,end_date=0001-01-01,end_date",
    "summary,period=3d,period",
    "summary,period=7d&start_date=2026-01-01,period",
    "summary,start_date=2026-03-02&end_date=2026-03-01,start_date",
    "summary,start_date=2990-01-01,start_date",
    "summary,start_date=2000-01-01,start_date",
    "trend,granularity=month,granularity",
    "trend,granularity=minute&period=7d,start_date",
    "trend,granularity=hour&period=60d,start_date",
    "trend,by=person,by",
    "trend,limit=51,limit",
    "heatmap,end_date=2026-13-01,end_date",
    "by-service,limit=0,limit",
    "noise,limit=501,limit",
    "export,format=xlsx,format",
    "alerts,granularity=day,granularity",
    "alerts,period=30d&granularity=hour,start_date",
    "export,start_date=1.1.2026,start_date",
  })
  void whatCannotBeReadIsRefusedByName(String route, String query, String name) {
    var reply = core.get("/api/v1/metrics/" + route + "?" + query);
    assertProblem(reply, 400);
    assertThat(reply.json().get("pointer").asText()).isEqualTo(name);
  }
}
