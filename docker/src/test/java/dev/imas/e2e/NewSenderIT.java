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
import dev.imas.e2e.smoke.SmokeSender;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Follows the documents' recipe for a new sender: a package ({@code smoke}) and a line ({@code
 * and}).
 */
class NewSenderIT {

  private static final String TOKEN = "new-sender-admin-token";
  private static final Senders SENDERS = new Senders().and(SmokeSender.SENDER);

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
        Optional.of(new Secret("new-sender-source-key")),
        Optional.of(new Secret(TOKEN)));
    core = start(new CoreRole(SENDERS.kinds(), new ChannelKinds(List.of())));
    gateway = start(new GatewayRole(SENDERS));
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
  void isWholeByAPackageAndALine() {
    Reply source = api("/api/v1/sources", "{\"name\":\"cellar\",\"type\":\"SMOKE\"}");
    assertThat(source.status()).as("%s", source.json()).isEqualTo(201);
    String key =
        api("/api/v1/sources/" + source.json().get("id").asText() + "/keys", "{}")
            .json()
            .get("key")
            .asText();

    Reply fires = postAsSoonAsTheKeyIsKnown(key, "{\"room\":\"cellar\",\"smoke\":true}");
    Reply recovers = post(key, "smoke/", "{\"room\":\"cellar\",\"smoke\":false}");
    assertThat(fires.json().get("opened").asInt()).isEqualTo(1);
    assertThat(recovers.json().get("resolved").asInt()).isEqualTo(1);
    assertThat(post(key, "smoke", "{\"smoke\":true}").json().get("pointer").asText())
        .isEqualTo("/room");
    assertThat(post(key, "custom/", "{\"name\":\"x\"}").status()).isEqualTo(403);

    JsonNode types =
        api("/api/v1/openapi.json", null).json().at("/components/schemas/SourceType/enum");
    assertThat(types.valueStream().map(JsonNode::asText)).contains("ANY", "CUSTOM", "SMOKE");
    JsonNode last =
        api("/api/v1/source-types", null).json().get("items").valueStream().toList().getLast();
    assertThat(last.at("/set_up/text").asText()).contains("{{gateway}}/api/v1/webhooks/smoke/");
    assertThat(
            api("/api/v1/sources/cellar/alerts", null).json().at("/items/0/labels/room").asText())
        .isEqualTo("cellar");
  }

  @Test
  void typeOfNoSenderIsRefusedWithThoseThatThereAre() {
    Reply refused = api("/api/v1/sources", "{\"name\":\"fog\",\"type\":\"FOG\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/details").get("/type").get(0).asText()).contains("SMOKE");
  }

  private record Reply(int status, JsonNode json) {}

  private static Reply postAsSoonAsTheKeyIsKnown(String key, String body) {
    return Await.until(
        "the key to be known", () -> post(key, "smoke/", body), r -> r.status() == 202);
  }

  private static Reply post(String key, String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(gateway, "/api/v1/webhooks/" + path))
            .header("X-API-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static Reply api(String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(core, path)).header("Authorization", "Bearer " + TOKEN);
    return send(
        body == null
            ? request
            : request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
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
