package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.CoreRole;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.gateway.GatewayRole;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code imas storm} against a gateway and a core, as a person starts it. */
class StormIT {

  private static final String[] KEYS = {"storm-key-of-one", "storm-key-of-two"};
  private static final String[] TOKENS = {"storm-token-of-one", "storm-token-of-two"};

  private static final TestDatabase database = TestDatabase.create();
  private static final Vertx vertx = Vertx.vertx();
  private static final Map<String, Role.Running> roles = new HashMap<>();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    tenant(0);
    // The next start finds no tenant of the usual name, and creates another.
    database.execute("UPDATE imas.tenant SET name = 'one'");
    tenant(1);
    for (Role role : List.of(new CoreRole(), new GatewayRole())) {
      Settings settings =
          new Settings(
              Map.of(
                  "IMAS_CORE_PORT", "0",
                  "IMAS_GATEWAY_PORT", "0",
                  "IMAS_CORE_HOST", "127.0.0.1",
                  // Each post is counted here, so none may be refused on a machine that stands
                  // still for a second.
                  "IMAS_GATEWAY_EXPECTED_WAIT", "1m",
                  "IMAS_GATEWAY_LONGEST_WAIT", "1m"),
              new Properties());
      Role.Setup setup = role.configure(settings);
      settings.throwIfFaulty();
      InstantSource clock = InstantSource.system();
      roles.put(
          role.name(),
          Await.result(
              setup.start(
                  new Platform(
                      vertx,
                      new Database(vertx, database.config()),
                      clock,
                      new SimpleMeterRegistry(),
                      new SecretBox(new byte[32]),
                      clock.instant(),
                      "test"))));
    }
  }

  private static void tenant(int number) {
    Bootstrap.run(
        database.config(),
        InstantSource.system(),
        Optional.of(new Secret(KEYS[number])),
        Optional.of(new Secret(TOKENS[number])));
  }

  @AfterAll
  static void stop() {
    for (String role : List.of("gateway", "core")) {
      Role.Running running = roles.get(role);
      if (running != null) {
        Await.result(running.stop());
      }
    }
    Await.result(vertx.close());
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "alertmanager, 3, 60",
    "prometheus, 5, 100",
    "grafana, 2, 60",
    "datadog, 1, 30",
    "custom, 4, 80",
    "prometheus, 3, all"
  })
  void whatTwoTenantsSentIsCountedAndStoredExactly(
      String format, String perRequest, String distinct) throws IOException {
    Path json = folder.resolve("result.json");

    int code =
        storm(
            "--format=" + format,
            "--alerts-per-request=" + perRequest,
            "--distinct=" + distinct,
            "--recoveries=0.3",
            "--connections=20",
            "--key=" + KEYS[0] + "@300",
            "--key=" + KEYS[1] + "@100",
            "--token=" + TOKENS[0],
            "--token=" + TOKENS[1],
            "--warmup=0s",
            "--duration=1s",
            "--json=" + json);

    assertThat(code).as(out + "" + err).isZero();
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(result.at("/result/sent").asLong()).isEqualTo(400);
    assertThat(result.at("/result/answers/" + (format.equals("prometheus") ? 200 : 202)).asLong())
        .as(result.get("result").toPrettyString())
        .isEqualTo(400);
    assertThat(result.at("/check")).hasSize(2);
    for (JsonNode tenant : result.at("/check")) {
      assertThat(tenant.get("holds").asBoolean()).isTrue();
    }
    Map<String, Long> figures = new HashMap<>();
    for (JsonNode line : result.at("/check/0/figures")) {
      assertThat(line.get("least")).isEqualTo(line.get("most"));
      figures.put(line.get("name").asText(), line.get("found").asLong());
    }
    assertThat(figures.get("accepted")).isEqualTo(300 * Long.parseLong(perRequest));
    assertThat(figures.get("resolved")).isPositive();
    if (!distinct.equals("all")) {
      assertThat(figures.get("opened")).isEqualTo(Long.parseLong(distinct));
      assertThat(figures.get("reopened")).isPositive();
      assertThat(figures.get("deduplicated")).isPositive();
    }
    assertThat(result.toString()).doesNotContain(KEYS[0], TOKENS[0]);
    assertThat(out.toString())
        .contains("p99.99", "It agrees with what was sent")
        .doesNotContain(KEYS[0], TOKENS[0]);
  }

  @Test
  void whatAnotherPostedMeanwhileMakesTheLedgerDisagree() {
    long before = accepted(TOKENS[0]);
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () ->
                storm(
                    "--rate=200",
                    "--duration=3s",
                    "--warmup=0s",
                    "--distinct=40",
                    "--connections=4",
                    "--key=" + KEYS[0],
                    "--token=" + TOKENS[0]));
    Await.until("the storm", () -> accepted(TOKENS[0]), n -> n > before + 100);

    assertThat(post(KEYS[0])).isEqualTo(202);

    assertThat(code.join()).as(out + "" + err).isEqualTo(4);
    assertThat(out.toString())
        .containsPattern("accepted .*DIFFERS")
        .containsPattern("opened .*DIFFERS")
        .contains("IT DOES NOT AGREE");
  }

  @Test
  void aKeyOrATokenThatOpensNothingIsSaid() {
    assertThat(storm("--key=nobody's", "--token=" + TOKENS[0])).isEqualTo(5);
    assertThat(err.toString()).contains("refuses a post (401)").contains("--key");
    assertThat(storm("--key=" + KEYS[0], "--token=nobody's")).isEqualTo(5);
    assertThat(err.toString()).contains("refuses the token (401)").contains("--token");
  }

  @Test
  void aRateThatHoldsIsFound() {
    int code =
        storm(
            "--search",
            "--p99=2m",
            "--warmup=0s",
            "--duration=200ms",
            "--connections=2",
            "--distinct=20",
            "--key=" + KEYS[1],
            "--token=" + TOKENS[1]);

    assertThat(code).as(out + "" + err).isZero();
    assertThat(out.toString()).contains("Highest rate with p99 below 120s").contains("It agrees");
  }

  @Test
  void sidesAreMeasuredInTurns() throws IOException {
    Path json = folder.resolve("result.json");
    int code =
        storm(
            "--beside=floor",
            "--settle=0s",
            "--rounds=3",
            "--foreign=1",
            "--warmup=100ms",
            "--duration=200ms",
            "--connections=4",
            "--distinct=40",
            "--json=" + json,
            "--key=" + KEYS[1],
            "--token=" + TOKENS[1]);

    assertThat(code).as(out + "" + err).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "Round 1: IMAS", "Round 1: floor", "Round 2: IMAS", "Round 2: floor", "Round 3: IMAS")
        .contains("IMAS ÷ floor: throughput");
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(result.at("/comparison/floor/rounds")).hasSize(3);
    assertThat(result.at("/ratios/0/throughput").asDouble()).isPositive();
  }

  private int storm(String... options) {
    List<String> words = new ArrayList<>(List.of("storm"));
    words.addAll(List.of(options));
    words.add("--url=" + url("gateway"));
    words.add("--core=" + url("core"));
    return Imas.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  private static String url(String role) {
    Role.Running running = roles.get(role);
    if (running == null) {
      throw new AssertionError("no " + role);
    }
    return "http://127.0.0.1:" + running.port();
  }

  private static long accepted(String token) {
    String body =
        send(HttpRequest.newBuilder(URI.create(url("core") + "/api/v1/ledger"))
                .header("Authorization", "Bearer " + token))
            .body();
    try {
      return new ObjectMapper().readTree(body).get("accepted").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int post(String key) {
    return send(HttpRequest.newBuilder(URI.create(url("gateway") + "/api/v1/webhooks/custom/"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"alert_name\":\"From elsewhere\"}")))
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
