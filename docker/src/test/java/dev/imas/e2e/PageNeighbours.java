package dev.imas.e2e;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Four providers beside the one that is measured, each with a team of its own whose incidents it
 * tells of: first all of them work, then one is dead, one slow, one answers 429, and one lies.
 */
final class PageNeighbours implements AutoCloseable {

  private static final long SLOW_MS = 8_000;

  private final Vertx ground;
  private final TestDatabase database;
  private final HttpClient http;
  private final int core;
  private final String token;
  private final Map<String, HttpServer> servers = new LinkedHashMap<>();
  private volatile boolean friendly = true;
  private int opened;

  PageNeighbours(Vertx ground, TestDatabase database, HttpClient http, int core, String token) {
    this.ground = ground;
    this.database = database;
    this.http = http;
    this.core = core;
    this.token = token;
  }

  /**
   * @param measured where the healthy provider's messages go
   */
  void moveIn(int measured) {
    provider("ntfy", "server_url", "http://127.0.0.1:" + measured, "default_topic", "probes");
    database.execute("UPDATE imas.team_contact SET channel = 'ntfy', address = 'probes'");
    provider("mattermost", "server_url", serve("mattermost"), "bot_token", "x");
    provider("discord", "webhook_url", serve("discord"));
    provider("teams", "url", serve("teams"));
    provider("slack", "url", serve("slack"), "bot_token", "xoxb-x");
    Map<String, String> addresses =
        Map.of("mattermost", "4xp9fdt77pncbef59f4k1qe83o", "slack", "C1");
    for (String channel : servers.keySet()) {
      call("/teams", new JsonObject().put("name", channel));
      call("/services", new JsonObject().put("name", channel).put("owner_team", channel));
      JsonObject contact = new JsonObject().put("name", "chat").put("channel", channel);
      if (addresses.containsKey(channel)) {
        contact.put("address", addresses.get(channel));
      }
      call("/teams/" + channel + "/contacts", contact);
    }
  }

  private String serve(String channel) {
    HttpServer server =
        Await.result(
            ground
                .createHttpServer()
                .requestHandler(request -> answer(channel, request))
                .listen(0, "127.0.0.1"));
    servers.put(channel, server);
    return "http://127.0.0.1:" + server.actualPort() + "/" + channel;
  }

  private void answer(String channel, HttpServerRequest request) {
    request.body().onSuccess(body -> answerRead(channel, request));
  }

  private void answerRead(String channel, HttpServerRequest request) {
    String accepted = "{\"ok\":true,\"id\":\"1\",\"ts\":\"1.1\"}";
    if (friendly) {
      request.response().end(accepted);
      return;
    }
    switch (channel) {
      case "discord" -> ground.setTimer(SLOW_MS, id -> request.response().end(accepted));
      case "teams" ->
          request.response().setStatusCode(429).putHeader("Retry-After", "1").end("slow down");
      // Two hundred, and yet refused.
      case "slack" -> request.response().end("{\"ok\":false,\"error\":\"internal_error\"}");
      default -> request.response().end(accepted);
    }
  }

  /** From now on the four fail, each in its way. */
  void turnBad() {
    friendly = false;
    Await.result(Objects.requireNonNull(servers.get("mattermost")).close());
  }

  /** Opens an incident of one of the four, in turns. */
  void openNext() {
    int number = opened++;
    List<String> channels = List.copyOf(servers.keySet());
    send(
        "/incidents",
        new JsonObject()
            .put("title", "neighbour " + number)
            .put("severity", "SEV3")
            .put("service_name", channels.get(number % channels.size())));
  }

  private void provider(String type, String... config) {
    JsonObject values = new JsonObject();
    for (int i = 0; i < config.length; i += 2) {
      values.put(config[i], config[i + 1]);
    }
    call("/providers", new JsonObject().put("name", type).put("type", type).put("config", values));
  }

  private void call(String path, JsonObject body) {
    Await.result(send(path, body));
  }

  private Future<Void> send(String path, JsonObject body) {
    return http.request(HttpMethod.POST, core, "127.0.0.1", "/api/v1" + path)
        .compose(
            request ->
                request
                    .putHeader("Authorization", "Bearer " + token)
                    .putHeader("Content-Type", "application/json")
                    .send(Buffer.buffer(body.encode())))
        .compose(
            response -> response.body().map(answer -> checked(path, response.statusCode(), answer)))
        .mapEmpty();
  }

  private static Buffer checked(String path, int status, Buffer answer) {
    if (status >= 300) {
      throw new AssertionError(path + ": " + answer);
    }
    return answer;
  }

  @Override
  public void close() {
    servers.values().forEach(server -> Await.result(server.close()));
  }
}
