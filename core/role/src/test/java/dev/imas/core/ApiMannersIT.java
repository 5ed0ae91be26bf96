package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How core's port behaves towards any HTTP client. */
class ApiMannersIT {

  private static final String ORIGIN = "https://board.example";

  private static RunningCore core;
  private static CheckedApi api;

  @BeforeAll
  static void start() {
    core =
        RunningCore.start(
            Map.of(
                "IMAS_CORE_CORS_ORIGINS",
                ORIGIN + ", http://localhost:3000",
                "IMAS_CORE_BODY_LIMIT",
                "100KiB"));
    api = new CheckedApi(core);
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/incidents", "/api/v1/openapi.json", "/health", "/metrics"})
  void headAnswersAsGetWithoutABody(String path) {
    Reply head = core.send(core.token, "HEAD", path, null);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.http().body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/incidents, 'GET, HEAD, OPTIONS, POST'",
    "/api/v1/services/0199c0f0-0000-7000-8000-000000000000, 'DELETE, GET, HEAD, OPTIONS, PUT'",
    "/health/ready, 'GET, HEAD, OPTIONS'",
    "/health/accept, 'GET, HEAD, OPTIONS'"
  })
  void optionsAndWrongMethodsNameTheRightOnes(String path, String methods) {
    Reply options = core.send(null, "OPTIONS", path, null);
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("allow")).isEqualTo(methods);

    Reply wrong = core.send(core.token, "LOCK", path, null);
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("allow")).isEqualTo(methods);
  }

  @Test
  void untilItStopsEachAnswerEndsItsConnection() {
    core.announceStop();
    try {
      Reply accept = core.send(null, "GET", "/health/accept", null);
      assertThat(accept.status()).isEqualTo(503);
      assertThat(accept.header("retry-after")).isNotNull();
      assertThat(core.send(null, "OPTIONS", "/health/accept", null).status()).isEqualTo(503);
      assertThat(core.send(null, "GET", "/health/ready", null).status()).isEqualTo(503);
      for (String path : new String[] {"/api/v1/services", "/api/v1/openapi.json"}) {
        Reply served = core.get(path);
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.header("connection")).isEqualTo("close");
      }
    } finally {
      core.restart();
    }
  }

  @Test
  void optionsOfNothingIs404() {
    assertThat(core.send(null, "OPTIONS", "/nothing", null).status()).isEqualTo(404);
    assertThat(core.get("/nothing").status()).isEqualTo(404);
  }

  @Test
  void pagesOfNamedOriginsMayAsk() {
    Reply preflight =
        core.send(
            null,
            "OPTIONS",
            "/api/v1/incidents",
            null,
            "origin",
            ORIGIN,
            "access-control-request-method",
            "POST");
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-origin")).isEqualTo(ORIGIN);
    assertThat(preflight.header("access-control-allow-headers")).contains("authorization");
    Reply asked = core.send(core.token, "GET", "/api/v1/incidents", null, "origin", ORIGIN);
    assertThat(asked.header("access-control-allow-origin")).isEqualTo(ORIGIN);
    assertThat(asked.header("vary")).contains("origin");
  }

  @Test
  void pagesOfOtherOriginsMayNot() {
    Reply asked =
        core.send(core.token, "GET", "/api/v1/incidents", null, "origin", "https://evil.example");

    assertThat(asked.header("access-control-allow-origin")).isNull();
  }

  @Test
  void transportSecurityIsSaidBehindTlsAlone() {
    assertThat(core.get("/health").header("strict-transport-security")).isNull();
    Reply behind = core.send(null, "GET", "/health", null, "x-forwarded-proto", "https");
    assertThat(behind.header("strict-transport-security"))
        .contains("max-age=63072000")
        .doesNotContain("preload");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/", "/api/health", "/api/health/", "/api/v1/health/"})
  void healthIsWhereTheFirstImasHadIt(String path) {
    Reply health = core.send(null, "GET", path, null);

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().get("status").asText()).isEqualTo("healthy");
    assertThat(health.json().get("service").asText()).isEqualTo("imas-manager");
    assertThat(health.json().get("version").asText()).isEqualTo("test");
  }

  @Test
  void detailsOfHealthAreForAdministrators() {
    assertThat(core.send(null, "GET", "/health/detailed/", null).status()).isEqualTo(401);
    assertThat(
            core.send(core.tokenWith("reader", "read"), "GET", "/health/detailed/", null).status())
        .isEqualTo(403);
    Reply detailed = core.get("/health/detailed/");
    assertThat(detailed.status()).isEqualTo(200);
    assertThat(detailed.json().at("/checks/database/status").asText()).isEqualTo("healthy");
    assertThat(detailed.json().get("started_at").asText()).isNotBlank();
  }

  /**
   * Vert.x parses a form by itself. Its bytes would be gone, and it would count as an empty body.
   */
  @Test
  void formsAre415() throws Exception {
    UUID service = core.service("forms");
    String id =
        api.post("/incidents", "{\"title\":\"Forms\",\"service\":\"" + service + "\"}")
            .json()
            .get("id")
            .asText();
    for (String type :
        List.of(
            "multipart/form-data",
            "multipart/form-data; boundary=x; charset=nope",
            "multipart/form-data; boundary=x")) {
      var answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:"
                                  + core.port()
                                  + "/api/v1/incidents/"
                                  + id
                                  + "/resolve"))
                      .header("authorization", "Bearer " + core.token)
                      .header("content-type", type)
                      .POST(BodyPublishers.ofString("--x\r\n\r\n--x--\r\n"))
                      .build(),
                  BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(type).isEqualTo(415);
    }
  }

  @Test
  void parametersAreThoseOfTheDocument() {
    for (var path : api.document().root.get("paths").properties()) {
      if (!path.getValue().has("get") || path.getKey().contains("{")) {
        continue;
      }
      Set<String> documented = new HashSet<>();
      for (JsonNode p : path.getValue().get("get").path("parameters")) {
        JsonNode parameter =
            p.has("$ref") ? api.document().root.at(p.get("$ref").asText().substring(1)) : p;
        if (parameter.get("in").asText().equals("query")) { // Headers are refused to nobody.
          documented.add(parameter.get("name").asText());
        }
      }
      Reply reply = core.get("/api/v1" + path.getKey() + "?nonsense=1");
      // Of the platform's administrators, or of a WebSocket, which begins with its handshake.
      if (documented.isEmpty() || reply.status() == 403 || reply.status() == 426) {
        continue;
      }
      String detail = reply.json().path("detail").asText();
      assertThat(detail.substring(detail.indexOf("parameters are ") + 15).split(", "))
          .as(path.getKey())
          .containsExactlyInAnyOrderElementsOf(documented);
    }
  }

  @Test
  void everyErrorIsAProblem() {
    assertProblem(core.get("/api/v1/nothing"), 404);
    assertProblem(core.send(core.token, "PATCH", "/api/v1/incidents", "{}"), 405);
    assertThat(core.send(core.token, "PATCH", "/api/v1/incidents/", "{}").header("allow"))
        .isEqualTo("GET, HEAD, OPTIONS, POST");
    Reply broken = core.post("/api/v1/incidents", "{\"title\": oops}");
    assertProblem(broken, 400);
    assertThat(broken.json().get("detail").asText()).contains("byte 1");
    assertProblem(core.post("/api/v1/incidents", "[]"), 400);
    assertProblem(core.post("/api/v1/incidents", "{} {}"), 400);
    assertProblem(
        core.post("/api/v1/incidents", "{\"title\":\"" + "x".repeat(200_000) + "\"}"), 413);
    assertProblem(
        core.send(core.token, "POST", "/api/v1/incidents", null, "content-length-not", "x"), 422);
    Reply unknown = core.post("/api/v1/incidents", "{\"title\":\"\",\"colour\":1}");
    assertProblem(unknown, 422);
    assertThat(unknown.json().get("details").properties()).hasSize(2);
    assertProblem(core.get("/api/v1/incidents/INC-ZZZZZ"), 404);
    assertProblem(core.get("/api/v1/services/not-a-uuid"), 404);
  }

  @Test
  void requestIdsAndSecurityHeadersAreOnEveryAnswer() {
    Reply given = core.send(core.token, "GET", "/api/v1/alerts", null, "x-request-id", "abc-1");
    assertThat(given.header("x-request-id")).isEqualTo("abc-1");
    Reply made = core.send(null, "GET", "/api/v1/alerts", null, "x-request-id", "a b\"c");
    assertThat(made.header("x-request-id")).isNotEqualTo("a b\"c").isNotEmpty();
    assertThat(made.json().get("request_id").asText()).isEqualTo(made.header("x-request-id"));
    assertThat(made.header("x-content-type-options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @CsvSource({
    "application/merge-patch+json, 200",
    "application/json; charset=utf-8, 200",
    "text/plain, 415"
  })
  void mergePatchesAreJson(String type, int status) {
    JsonNode incident = api.post("/incidents", "{\"title\":\"type " + type + "\"}").json();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + core.port()
                        + "/api/v1/incidents/"
                        + incident.get("id").asText()))
            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"description\":\"bob\"}"))
            .header("authorization", "Bearer " + core.token)
            .header("content-type", type)
            .header("if-match", "\"1\"")
            .build();
    assertThat(core.send(request).status()).isEqualTo(status);
  }
}
