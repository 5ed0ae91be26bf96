package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.CoreRole;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.gateway.GatewayRole;
import dev.imas.gateway.Senders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A source's mapping fits nothing, is mended, and what came meanwhile is read again. */
class MendedMappingIT {

  private static final String TOKEN = "mended-mapping-admin-token";
  private static final String REPLAY = "/api/v1/dead-letters/replay";

  private static final TestDatabase database = TestDatabase.create();
  private static final Vertx vertx = Vertx.vertx();
  private static final HttpClient http = HttpClient.newHttpClient();
  private static Role.Running core;
  private static Role.Running gateway;

  @BeforeAll
  static void start() {
    Bootstrap.run(
        database.config(),
        InstantSource.system(),
        Optional.of(new Secret("mended-mapping-source-key")),
        Optional.of(new Secret(TOKEN)));
    Senders senders = new Senders();
    core = start(new CoreRole(senders.kinds(), new ChannelKinds(List.of())));
    gateway = start(new GatewayRole(senders));
  }

  private static Role.Running start(Role role) {
    Settings settings =
        new Settings(
            // On two hosts: on one, they would share the port that the system chooses.
            Map.of("IMAS_CORE_PORT", "0", "IMAS_CORE_HOST", "127.0.0.1", "IMAS_GATEWAY_PORT", "0"),
            new Properties());
    Role.Setup setup = role.configure(settings);
    settings.throwIfFaulty();
    InstantSource clock = InstantSource.system();
    return Await.result(
        setup.start(
            new Platform(
                vertx,
                new Database(vertx, database.config()),
                clock,
                new SimpleMeterRegistry(),
                new SecretBox(new byte[32]),
                clock.instant(),
                "test")));
  }

  @AfterAll
  static void stop() {
    Await.result(gateway.stop());
    Await.result(core.stop());
    Await.result(vertx.close());
    http.close();
    database.close();
  }

  @Test
  void whatCameMeanwhileBecomesAlertsOnce() {
    JsonNode source = made("/api/v1/sources", mapping("cellar", "{'alerts':'/events'}"));
    String id = source.get("id").asText();
    String key = made("/api/v1/sources/" + id + "/keys", "{}").get("key").asText();
    String events =
        IntStream.range(0, 300)
            .mapToObj(i -> "{'x':{'at':" + i + "}}")
            .collect(Collectors.joining(",", "{'events':[{'name':'good'},{'x':{}},", "]}"));
    Reply refused =
        Await.until("the key to be known", () -> post(key, events), r -> r.status() != 401);
    assertThat(refused.status()).as("%s", refused.json()).isEqualTo(202);
    assertThat(letters(false)).isEqualTo(301);
    Reply mended = api("PUT", "/api/v1/sources/" + id, mapping("cellar", MENDED));
    assertThat(mended.status()).as("%s", mended.json()).isEqualTo(200);
    Await.until(
        "the mended mapping to be known",
        () -> post(key, "{'events':[{'x':{'at':999}}]}"),
        r -> r.status() == 202);
    database.execute("DELETE FROM dead_letter WHERE kind = 'body'");

    List<CompletableFuture<Reply>> operators =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> api("POST", REPLAY, "{'source':'cellar','limit':1000}")))
            .toList();
    List<JsonNode> done = operators.stream().map(o -> o.join().json()).toList();

    assertThat(done.stream().mapToInt(one -> one.get("replayed").asInt()).sum())
        .as("%s", done)
        .isEqualTo(300);
    assertThat(letters(false)).isEqualTo(1);
    assertThat(
            database.count(
                "SELECT count(*) FROM alert WHERE labels::json ->> 'place' IS NOT NULL"
                    + " AND status = 1 AND first_seen < now()"))
        .isEqualTo(301);
    assertThat(
            database.count(
                "SELECT count(*) FROM alert a JOIN dead_letter d ON d.received_at = a.first_seen"
                    + " AND d.pointer = '/events/7'"))
        .as("as of their receipt, as the one that could be read")
        .isEqualTo(301);
    assertThat(database.query("SELECT figure FROM recount_ledger()")).isEmpty();

    JsonNode again = api("POST", REPLAY, "{'source':'cellar'}").json();
    assertThat(again.get("replayed").asInt()).isZero();
    assertThat(again.at("/left/0/count").asInt()).isEqualTo(1);
    assertThat(again.get("next").isNull()).isTrue();
    assertThat(database.query("SELECT figure FROM recount_ledger()")).isEmpty();
  }

  private static final String MENDED =
      "{'alerts':'/events','dedup_key':'/x/at','labels':{'place':'/x/at'}}";

  private static String mapping(String name, String mapping) {
    return "{'name':'%s','type':'CUSTOM','config':{'mapping':%s}}".formatted(name, mapping);
  }

  private static long letters(boolean replayed) {
    return database.count(
        "SELECT count(*) FROM dead_letter WHERE (replayed_at IS NOT NULL) = " + replayed);
  }

  private record Reply(int status, JsonNode json) {}

  private static JsonNode made(String path, String body) {
    Reply reply = api("POST", path, body);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json();
  }

  private static Reply post(String key, String body) {
    return send(
        HttpRequest.newBuilder(uri(gateway, "/api/v1/webhooks/custom/"))
            .header("X-API-Key", key)
            .POST(json(body)));
  }

  private static Reply api(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(core, path)).header("Authorization", "Bearer " + TOKEN);
    if (method.equals("PUT")) {
      request.header("If-Match", "\"1\"");
    }
    return send(
        body == null
            ? request
            : request.header("Content-Type", "application/json").method(method, json(body)));
  }

  private static HttpRequest.BodyPublisher json(String body) {
    return HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
  }

  private static URI uri(Role.Running role, String path) {
    return URI.create("http://127.0.0.1:" + role.port() + path);
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), Json.read(response.body(), JsonNode.class));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
