package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.Map;
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

  @BeforeAll
  static void start() {
    core = RunningCore.start(Map.of("IMAS_CORE_CORS_ORIGINS", ORIGIN + ", http://localhost:3000"));
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
    "/health/ready, 'GET, HEAD, OPTIONS'"
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
}
