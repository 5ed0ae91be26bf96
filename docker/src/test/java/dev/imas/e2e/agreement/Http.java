package dev.imas.e2e.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests to the API that both have. */
final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  static JsonNode post(String url, String json) {
    HttpResponse<String> reply =
        send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    assertThat(reply.statusCode()).as("%s: %s", url, reply.body()).isEqualTo(200);
    return reply.body().isEmpty()
        ? Json.read("{}", JsonNode.class)
        : Json.read(reply.body(), JsonNode.class);
  }

  static void delete(String url) {
    assertThat(send(HttpRequest.newBuilder(URI.create(url)).DELETE()).statusCode())
        .as(url)
        .isEqualTo(200);
  }

  /** Of a GET; -1 if nobody answers. */
  static int status(URI url) {
    try {
      return send(HttpRequest.newBuilder(url)).statusCode();
    } catch (UncheckedIOException noAnswer) {
      return -1;
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
