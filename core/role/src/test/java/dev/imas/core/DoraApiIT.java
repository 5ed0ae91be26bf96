package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API of the metrics of DORA, and the monthly report (DOR-05, DOR-07, DOR-08). */
class DoraApiIT {

  private static final String BASE = "/api/v1/dora";
  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);
  private static final YearMonth month =
      YearMonth.from(core.now().atZone(ZoneOffset.UTC)).minusMonths(1);

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Instant day(YearMonth of, int day) {
    return of.atDay(day).atTime(10, 0).toInstant(ZoneOffset.UTC);
  }

  private static void deployed(String key, String state, Instant at, String more) {
    Reply reply =
        core.post(
            "/api/v1/deployments",
            "{'key':'%s','state':'%s','finished_at':'%s'%s}"
                .formatted(key, state, at, more)
                .replace('\'', '"'));
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
  }

  private static JsonNode ask(String query) {
    Reply reply = api.check("GET", "/dora", core.get(BASE + query));
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  /** DOR-08: an empty period has no figures. */
  @Test
  void aTimeWithoutDeploymentsHasNullsAndNoZeros() {
    JsonNode answer = ask("?from=2020-01&to=2020-02&edition=2023");
    assertThat(answer.at("/metrics/frequency/per_week").isNull()).isTrue();
    assertThat(answer.at("/metrics/lead_time/median_seconds").isNull()).isTrue();
    assertThat(answer.at("/metrics/change_fail_rate/rate").isNull()).isTrue();
    assertThat(answer.at("/metrics/recovery_time/mean_seconds").isNull()).isTrue();
    assertThat(answer.at("/metrics/rework_rate/rate").isNull()).isTrue();
    assertThat(answer.get("targets")).hasSize(4).allMatch(one -> one.get("met").isNull());
    assertThat(answer.get("months")).hasSize(2);
    assertThat(answer.at("/bands/metrics")).allMatch(one -> one.get("clusters").isEmpty());
    for (String metric :
        new String[] {
          "frequency", "lead_time", "change_fail_rate", "recovery_time", "rework_rate"
        }) {
      Reply rows =
          api.check(
              "GET",
              "/dora/{metric}/rows",
              core.get(BASE + "/" + metric + "/rows?from=2020-01&to=2020-02"));
      assertThat(rows.json().get("items")).isEmpty();
      assertThat(rows.json().get("rows").asInt()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?from=soon, from",
    "?to=2020-13, to",
    "?from=2020-02&to=2020-01, from",
    "?from=2020-01&to=2023-01, from",
    "?as_of=2999-01-01T00:00:00Z, as_of",
    "?edition=2020, edition",
    "/frequency/rows?format=xml, format",
    "/frequency/rows?cursor=YWJj, cursor",
    "/report?month=2020, month",
    "/report?language=de, language",
    "/report?format=xls, format"
  })
  void whatCannotBeReadIsNamed(String query, String parameter) {
    Reply reply = core.get(BASE + query);
    assertProblem(reply, 400);
    assertThat(reply.json().get("pointer").asText()).isEqualTo(parameter);
  }

  @Test
  void aMetricThatIsNoneIsNotFoundAndTheOthersAreNamed() {
    Reply reply = core.get(BASE + "/mood/rows");
    assertProblem(reply, 404);
    assertThat(reply.json().get("detail").asText()).contains("mood", "change_fail_rate");
  }

  /** G151 and the branch of a hotfix, as a pipeline reports them. */
  @Test
  void whatAPipelineReportsIsCountedAtOnce() {
    String shop = ",'environment':'prod-eu','repository':'acme/live'";
    YearMonth then = month.minusMonths(3);
    deployed("live 1", "success", day(then, 3), shop + ",'sha':'aaaaaaaa'");
    deployed("live 2", "success", day(then, 4), shop + ",'sha':'bbbbbbbb'");
    deployed("live 3", "success", day(then, 5), shop + ",'sha':'aaaaaaaa'");
    deployed("live 4", "failure", day(then, 6), shop + ",'sha':'cccccccc','ref':'hotfix/now'");
    deployed("live 5", "cancelled", day(then, 7), shop + ",'sha':'dddddddd'");
    deployed("live 6", "success", day(then, 8), ",'environment':'staging','sha':'eeeeeeee'");
    JsonNode answer = ask("?from=%s&to=%s".formatted(then, then));
    JsonNode metrics = answer.get("metrics");
    assertThat(metrics.at("/frequency/deployments").asInt()).isEqualTo(3);
    assertThat(metrics.at("/frequency/rollbacks").asInt()).isEqualTo(1);
    assertThat(metrics.at("/change_fail_rate/rate").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(metrics.at("/change_fail_rate/by_rollback").asInt()).isEqualTo(1);
    assertThat(metrics.at("/recovery_time/median_seconds").asLong()).isEqualTo(86_400);
    assertThat(metrics.at("/recovery_time/not_recovered").asInt()).isEqualTo(1);
    assertThat(metrics.at("/rework_rate/hotfix").asInt()).isEqualTo(1);
    assertThat(answer.get("unowned").asInt()).isEqualTo(4);
    assertThat(answer.get("environments").findValuesAsText("environment"))
        .containsExactly("prod", "staging");
    assertThat(ask("?from=%s&to=%s&environment=PROD".formatted(then, then)).get("metrics"))
        .isEqualTo(metrics);
    // All of it was told just now, so nobody knew it then.
    assertThat(
            ask("?from=%s&to=%s&as_of=%s".formatted(then, then, day(then, 9)))
                .at("/metrics/change_fail_rate/deployments")
                .asInt())
        .isZero();
  }

  /** Months begin by the clocks of the tenant. */
  @Test
  void aMonthIsThatOfTheTenantsZone() {
    JsonNode answer = ask("?from=2024-03&to=2024-03");
    LocalDate first = LocalDate.parse("2024-03-01");
    assertThat(answer.get("from").asText())
        .isEqualTo(
            first.atStartOfDay(ZoneId.of(answer.get("time_zone").asText())).toInstant().toString());
  }

  private static HttpResponse<byte[]> file(String query) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://localhost:" + core.port() + BASE + "/report" + query))
              .header("authorization", "Bearer " + core.token)
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static String text(HttpResponse<byte[]> file) throws IOException {
    assertThat(file.statusCode()).isEqualTo(200);
    String read;
    if (file.headers().firstValue("content-type").orElseThrow().equals("application/pdf")) {
      try (PDDocument pdf = Loader.loadPDF(file.body())) {
        read = new PDFTextStripper().getText(pdf);
      }
    } else {
      read = new String(file.body(), StandardCharsets.UTF_8);
    }
    return read.replace("\\", "").replaceAll("\\s+", " ");
  }

  /** G153: the report and the page have the same figures, and its hash is printed. */
  @Test
  void aReportOfAMonthThatIsOverIsKeptAndMadeAgainWithTheSameFigures() throws Exception {
    YearMonth then = month.minusMonths(5);
    String shop = ",'environment':'prod','repository':'acme/report'";
    deployed("report 1", "success", day(then, 3), shop + ",'sha':'1aaaaaaa'");
    deployed("report 2", "failure", day(then, 4), shop + ",'sha':'1bbbbbbb'");
    core.clock.move(Duration.ofMinutes(3));

    HttpResponse<byte[]> pdf = file("?month=" + then + "&language=en");
    String asOf = pdf.headers().firstValue("x-as-of").orElseThrow();
    String hash = pdf.headers().firstValue("x-figures-sha256").orElseThrow();
    JsonNode page = ask("?from=%s&to=%s&as_of=%s".formatted(then, then, asOf));
    assertThat(page.at("/metrics/change_fail_rate/rate").decimalValue())
        .isEqualByComparingTo("0.5");
    assertThat(text(pdf)).contains("50%", "1 of 2", asOf, "imas-dora-1").doesNotContain("Restated");
    assertThat(text(pdf).replace(" ", "")).contains(hash);

    deployed("report 3", "failure", day(then, 5), shop + ",'sha':'1ccccccc'");
    core.clock.move(Duration.ofMinutes(3));
    HttpResponse<byte[]> again = file("?month=" + then + "&language=en&format=md");
    assertThat(again.headers().firstValue("x-as-of")).contains(asOf);
    assertThat(again.headers().firstValue("x-figures-sha256")).contains(hash);
    assertThat(text(again)).contains("50%", "Restated", "66.7%", hash);
    assertThat(text(file("?month=" + then + "&language=fr&format=html")))
        .contains("Chiffres révisés", "Taux d’échec des changements", hash);

    HttpResponse<byte[]> newer = file("?month=%s&format=docx&as_of=%s".formatted(then, core.now()));
    assertThat(newer.headers().firstValue("x-figures-sha256")).isNotEqualTo(hash);
    Reply list = api.check("GET", "/dora/reports", core.get(BASE + "/reports"));
    JsonNode kept = list.json().get("items");
    assertThat(kept)
        .filteredOn(one -> one.get("month").asText().equals(then.toString()))
        .hasSize(1);
    assertThat(kept.findValuesAsText("sha256")).contains(hash);

    Reply restated =
        api.check(
            "GET",
            "/dora/restatement",
            core.get(BASE + "/restatement?from=%s&to=%s&as_of=%s".formatted(then, then, asOf)));
    assertThat(restated.json().get("changes").findValuesAsText("metric"))
        .contains("change_fail_rate");
    assertThat(restated.json().at("/later/deployments").asInt()).isEqualTo(1);
    Reply sinceItsEnd =
        api.check(
            "GET",
            "/dora/restatement",
            core.get(BASE + "/restatement?from=%s&to=%s".formatted(then, then)));
    assertThat(sinceItsEnd.json().at("/was/change_fail_rate/deployments").asInt()).isZero();
    assertThat(sinceItsEnd.json().at("/is/change_fail_rate/deployments").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"md", "html", "pdf", "docx"})
  void aReportHasEachFormAndOfAMonthThatGoesOnNoneIsKept(String format) throws Exception {
    YearMonth present = month.plusMonths(1);
    HttpResponse<byte[]> file = file("?month=%s&format=%s".formatted(present, format));
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"dora-" + present + "." + format + "\"");
    assertThat(core.get(BASE + "/reports").json().get("items").findValuesAsText("month"))
        .doesNotContain(present.toString());
  }
}
