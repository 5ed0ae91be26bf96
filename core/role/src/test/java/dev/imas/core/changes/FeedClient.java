package dev.imas.core.changes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client of the feed that remembers what it is told: the JDK's WebSocket, or server-sent events.
 */
final class FeedClient implements AutoCloseable {

  private static final HttpClient http = HttpClient.newHttpClient();

  final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  volatile int closed = -1;
  final AtomicInteger pings = new AtomicInteger();
  private final AutoCloseable connection;

  private FeedClient(Opening opening) {
    this.connection = opening.open(this);
  }

  private interface Opening {
    AutoCloseable open(FeedClient client);
  }

  /**
   * @param query such as {@code ?topics=incident}
   */
  static FeedClient socket(int port, String token, String query) {
    return new FeedClient(
        client -> {
          WebSocket socket =
              http.newWebSocketBuilder()
                  .header("authorization", "Bearer " + token)
                  .buildAsync(
                      URI.create("ws://127.0.0.1:" + port + "/api/v1/ws" + query),
                      client.listener())
                  .join();
          return socket::abort;
        });
  }

  static FeedClient stream(int port, String token, String query, String... headers) {
    return new FeedClient(
        client -> {
          HttpRequest.Builder request =
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/api/v1/stream" + query))
                  .header("authorization", "Bearer " + token)
                  .header("accept-encoding", "gzip");
          if (headers.length > 0) {
            request.headers(headers);
          }
          try {
            HttpResponse<InputStream> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
              throw new AssertionError(
                  response.statusCode()
                      + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            Thread.ofVirtual().start(() -> client.read(response.body()));
            return response.body();
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private WebSocket.Listener listener() {
    StringBuilder text = new StringBuilder();
    return new WebSocket.Listener() {
      @Override
      public @Nullable CompletionStage<?> onText(
          WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
          add(text.toString());
          text.setLength(0);
        }
        socket.request(1);
        return null;
      }

      @Override
      public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer asked) {
        pings.incrementAndGet();
        socket.request(1);
        return null;
      }

      @Override
      public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed = code;
        return null;
      }

      @Override
      public void onError(WebSocket socket, Throwable error) {
        closed = 1006;
      }
    };
  }

  private void read(InputStream body) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          add(line.substring(6));
        }
      }
      closed = 0;
    } catch (IOException e) {
      closed = 1006;
    }
  }

  private void add(String json) {
    try {
      messages.add(Json.MAPPER.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first message of a type. */
  JsonNode first(String type) {
    return Await.until(
            "a message " + type,
            () -> messages.stream().filter(m -> m.path("type").asText().equals(type)).toList(),
            found -> !found.isEmpty())
        .getFirst();
  }

  /** Waits for the greeting, and returns where the feed stands. */
  long hello() {
    return first("hello").get("number").asLong();
  }

  /** All changes that it was told, in the order in which it was. */
  List<JsonNode> changes() {
    return messages.stream()
        .flatMap(m -> StreamSupport.stream(m.path("changes").spliterator(), false))
        .toList();
  }

  /** Waits until it is told of a change. */
  JsonNode told(String what, Predicate<JsonNode> change) {
    return Await.until(
            what, () -> changes().stream().filter(change).toList(), found -> !found.isEmpty())
        .getFirst();
  }

  JsonNode toldOf(String id) {
    return told("a change of " + id, change -> change.path("id").asText().equals(id));
  }

  /** Up to where it knows. */
  long number() {
    return messages.getLast().path("number").asLong();
  }

  int closed() {
    return Await.until("the connection to close", () -> closed, code -> code >= 0);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
