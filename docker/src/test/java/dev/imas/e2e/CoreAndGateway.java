package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A core and a gateway in this process, on a database of their own. JSON may have single quotes.
 */
final class CoreAndGateway implements AutoCloseable {

  private static final String TOKEN = "core-and-gateway-admin-token";

  record Reply(int status, JsonNode json) {}

  final TestDatabase database = TestDatabase.create();
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> more;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Role.Running core;
  private final Role.Running gateway;

  CoreAndGateway() {
    this(Map.of());
  }

  /**
   * @param more variables for both
   */
  CoreAndGateway(Map<String, String> more) {
    this.more = more;
    Bootstrap.run(
        database.config(),
        InstantSource.system(),
        Optional.of(new Secret("core-and-gateway-source-key")),
        Optional.of(new Secret(TOKEN)));
    Senders senders = new Senders();
    core = start(new CoreRole(senders.kinds(), new ChannelKinds(List.of())));
    gateway = start(new GatewayRole(senders));
  }

  private Role.Running start(Role role) {
    Map<String, String> all = new HashMap<>(more);
    // On two hosts: on one, they would share the port that the system chooses.
    all.put("IMAS_CORE_PORT", "0");
    all.put("IMAS_CORE_HOST", "127.0.0.1");
    all.put("IMAS_GATEWAY_PORT", "0");
    // Each post is counted by most tests, so none may be refused on a machine that stands still for
    // a second.
    all.putIfAbsent("IMAS_GATEWAY_EXPECTED_WAIT", "1m");
    all.putIfAbsent("IMAS_GATEWAY_LONGEST_WAIT", "1m");
    Settings settings = new Settings(all, new Properties());
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

  /** Where senders post to, without a slash at the end. */
  String gatewayUrl() {
    return uri(gateway, "").toString();
  }

  /** A new source's key. */
  String key(String source) {
    String id = made("/api/v1/sources", source).get("id").asText();
    return made("/api/v1/sources/" + id + "/keys", "{}").get("key").asText();
  }

  JsonNode made(String path, String body) {
    Reply reply = api("POST", path, body);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json();
  }

  /** A sender's post. */
  Reply post(String path, String key, String body) {
    return sent("POST", path, key, body);
  }

  /** A sender's put. */
  Reply put(String path, String key, String body) {
    return sent("PUT", path, key, body);
  }

  private Reply sent(String method, String path, String key, String body) {
    return send(
        HttpRequest.newBuilder(uri(gateway, path))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .method(method, json(body)));
  }

  /**
   * An administrator's request.
   *
   * @param body null for none
   */
  Reply api(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(core, path)).header("Authorization", "Bearer " + TOKEN);
    if (method.equals("PUT")) {
      request.header("If-Match", "\"1\"");
    }
    return send(
        body == null
            ? request.method(method, HttpRequest.BodyPublishers.noBody())
            : request.header("Content-Type", "application/json").method(method, json(body)));
  }

  private static HttpRequest.BodyPublisher json(String body) {
    return HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
  }

  private static URI uri(Role.Running role, String path) {
    return URI.create("http://127.0.0.1:" + role.port() + path);
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> reply = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String body = reply.body();
      return new Reply(
          reply.statusCode(),
          body.isEmpty() ? MissingNode.getInstance() : Json.read(body, JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    Await.result(gateway.stop());
    Await.result(core.stop());
    Await.result(vertx.close());
    http.close();
    database.close();
  }
}
