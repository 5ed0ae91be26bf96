package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MNT-09: what happened in an incident, on one page, in each form. */
class IncidentReportIT {

  private static final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private static final ApiDocument document = new ApiDocument();
  private static String full = "";
  private static String bare = "";

  @BeforeAll
  static void happen() {
    core.user("ada", "operator");
    made("/incident-fields", "{'key':'users_affected','label':'Users','type':'text'}");
    made("/incident-fields", "{'key':'region','label':'Region','type':'text'}");
    bare = made("/incidents", "{'title':'Nothing is known'}").get("id").asText();
    full =
        made(
                "/incidents",
                "{'title':'Orders fail','severity':'SEV2','description':'The *pool* is empty',"
                    + "'fields':{'users_affected':'12 %','region':'Île-de-France'}}")
            .get("id")
            .asText();
    Instant start = core.now().minusSeconds(5_400);
    Reply impact =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + full,
            "{\"impact_started_at\":\"%s\",\"impact_ended_at\":\"%s\"}"
                .formatted(start, start.plusSeconds(3_660)),
            "if-match",
            Objects.requireNonNull(core.get("/api/v1/incidents/" + full).header("etag")));
    assertThat(impact.status()).as(impact.http().body()).isEqualTo(200);
    made(
        "/incidents/" + full + "/items",
        "{'title':'Widen the pool','category':'corrective','owner':'ada'}");
    made("/incidents/" + full + "/updates", "{'status':'identified','message':'We know why.'}");
    send("POST", "/incidents/" + full + "/comments", "{'message':'It is the **pool**'}");
    send(
        "POST",
        "/incidents/" + full + "/resolve",
        "{'message':'Pool widened','root_cause':'Too few connections'}");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply send(String method, String path, @Nullable String json) {
    return core.send(
        core.token, method, "/api/v1" + path, json == null ? null : json.replace('\'', '"'));
  }

  private static JsonNode made(String path, String json) {
    Reply reply = send("POST", path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static JsonNode data(String incident, String query) {
    Reply reply = core.get("/api/v1/incidents/" + incident + "/report" + query);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    document.check("GET", "/incidents/{id}/report", reply);
    return reply.json();
  }

  private static HttpResponse<byte[]> file(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + core.port() + "/api/v1" + path))
              .header("authorization", "Bearer " + core.token)
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static String text(HttpResponse<byte[]> file) throws IOException {
    byte[] bytes = file.body();
    String type = file.headers().firstValue("content-type").orElseThrow();
    if (type.equals("application/pdf")) {
      try (PDDocument pdf = Loader.loadPDF(bytes)) {
        return new PDFTextStripper().getText(pdf);
      }
    }
    if (type.contains("wordprocessingml")) {
      try (XWPFWordExtractor word =
          new XWPFWordExtractor(new XWPFDocument(new ByteArrayInputStream(bytes)))) {
        return word.getText();
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void theDataHasWhatIsKnown() {
    JsonNode report = data(full, "");
    assertThat(report.get("priority").asText()).isEqualTo("P2");
    assertThat(report.get("status").asText()).isEqualTo("closed");
    assertThat(report.get("outage_seconds").asLong()).isEqualTo(3_660);
    assertThat(report.get("users_affected").asText()).isEqualTo("12 %");
    assertThat(report.at("/fields/0/label").asText()).isEqualTo("Region");
    assertThat(report.at("/fields/0/value").asText()).isEqualTo("Île-de-France");
    assertThat(report.get("fields")).hasSize(1);
    assertThat(report.at("/actions/0/key").asText()).startsWith("TASK-");
    assertThat(report.at("/actions/0/owner").asText()).isEqualTo("ada");
    assertThat(report.at("/updates/0/message").asText()).isEqualTo("We know why.");
    assertThat(report.get("root_cause").asText()).isEqualTo("Too few connections");
    assertThat(report.get("resolution").asText()).isEqualTo("Pool widened");
    assertThat(report.get("timeline")).isEmpty();
  }

  @Test
  void whatIsNotKnownIsNull() {
    JsonNode report = data(bare, "?format=json");
    for (String member :
        new String[] {
          "users_affected",
          "functions_affected",
          "outage_seconds",
          "business_impact",
          "cause",
          "root_cause",
          "resolved_at"
        }) {
      assertThat(report.get(member).isNull()).as(member).isTrue();
    }
    assertThat(report.get("status").asText()).isEqualTo("open");
  }

  @Test
  void theTimelineComesWhereItIsAskedFor() {
    JsonNode timeline = data(full, "?timeline=true").get("timeline");
    assertThat(timeline.findValuesAsText("message"))
        .contains("It is the **pool**", "We know why.")
        .last()
        .isEqualTo("Pool widened");
  }

  @ParameterizedTest
  @ValueSource(strings = {"md", "html", "pdf", "docx"})
  void eachFormSaysIt(String format) throws Exception {
    HttpResponse<byte[]> file =
        file("/incidents/" + full + "/report?timeline=true&language=en&format=" + format);
    String id = data(full, "").get("id").asText();
    assertThat(file.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"" + id + "." + format + "\"");
    assertThat(file.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(text(file).replace("\\", "").replaceAll("\\s+", " "))
        .contains("Incident report " + id + ": Orders fail", "P2", "closed", "12 %")
        .contains("1 h 1 min", "Region", "Île-de-France", "Widen the pool, ada")
        .contains("Better monitoring", "We know why.", "Too few connections", "Pool widened");
  }

  @Test
  void aReportOfOneIncidentIsOnePage() throws Exception {
    try (PDDocument pdf =
        Loader.loadPDF(file("/incidents/" + full + "/report?format=pdf").body())) {
      assertThat(pdf.getNumberOfPages()).isEqualTo(1);
    }
  }

  @Test
  void aReportIsInTheLanguageThatIsAskedForAndElseTheTenants() throws Exception {
    String path = "/incidents/" + bare + "/report?format=md";
    assertThat(text(file(path + "&language=fr")))
        .contains(
            "Rapport d’incident", "**Utilisateurs touchés\u00a0:** –", "☐ Correction immédiate");
    core.send(
        core.token,
        "PUT",
        "/api/v1/message-language",
        "{\"language\":\"fr\"}",
        "if-match",
        Objects.requireNonNull(core.get("/api/v1/message-language").header("etag")));
    assertThat(text(file(path))).contains("Rapport d’incident");
    assertThat(text(file(path + "&language=en"))).contains("# Incident report");
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=exe", "language=xx", "timeline=maybe", "page=2"})
  void whatIsWrongIsNamed(String query) {
    Reply refused = core.get("/api/v1/incidents/" + bare + "/report?" + query);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.http().body()).contains(query.substring(0, query.indexOf('=')));
  }
}
