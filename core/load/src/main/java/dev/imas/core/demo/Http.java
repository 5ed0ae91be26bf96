package dev.imas.core.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** A client of one server of IMAS, with its credential. Failures have texts for the user. */
final class Http {

  private static final int MOST_TRIES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client;
  private final String role;
  private final URI base;
  private final String credential;
  private final String credentialHint;

  /**
   * @param role the server's role: gateway or core
   * @param credentialHint what to do if the credential is refused
   */
  Http(HttpClient client, String role, URI base, String credential, String credentialHint) {
    this.client = client;
    this.role = role;
    this.base = base;
    this.credential = credential;
    this.credentialHint = credentialHint;
  }

  /**
   * Posts as a good sender does: after a 503 it waits and sends the post again.
   *
   * @return how often the post was sent again
   */
  int post(String path, String contentType, String body) {
    HttpRequest request =
        request(path)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    for (int tried = 1; ; tried++) {
      HttpResponse<String> response = send(request);
      if (response.statusCode() != 503 || tried == MOST_TRIES) {
        check(response, path);
        return tried - 1;
      }
      sleep(retryAfter(response));
    }
  }

  JsonNode get(String path) {
    HttpResponse<String> response = send(request(path).GET().build());
    check(response, path);
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new DemoFailure(
          "The server at "
              + base.resolve(path)
              + " is not IMAS's "
              + role
              + ": it does not "
              + "answer with JSON.");
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + credential);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new DemoFailure(
          "IMAS's "
              + role
              + " does not answer at "
              + base
              + (e instanceof SSLException
                  ? " over TLS: " + e.getMessage() + ". Name its authority with --ca-certificate."
                  : ". Is it running (mvn -q -Prun), and is --" + role + " right?"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted.");
    }
  }

  private void check(HttpResponse<String> response, String path) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    if (status == 401 || status == 403) {
      throw new DemoFailure(
          "IMAS's "
              + role
              + " refuses the credential ("
              + status
              + ": "
              + detail(response)
              + "). "
              + credentialHint);
    }
    throw new DemoFailure(
        "IMAS's "
            + role
            + " answers "
            + status
            + " to "
            + response.request().method()
            + " "
            + path
            + ": "
            + detail(response));
  }

  /** The detail of a problem (RFC 9457), otherwise the beginning of the body. */
  private static String detail(HttpResponse<String> response) {
    String body = response.body();
    try {
      JsonNode detail = Json.MAPPER.readTree(body).path("detail");
      if (detail.isTextual()) {
        return detail.textValue();
      }
    } catch (JsonProcessingException notJson) {
      // The body is shown as it is.
    }
    return body.isBlank() ? "no body" : body.substring(0, Math.min(200, body.length()));
  }

  private static Duration retryAfter(HttpResponse<String> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("1");
    return Duration.ofSeconds(seconds.matches("\\d{1,2}") ? Long.parseLong(seconds) : 1);
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted.");
    }
  }
}
