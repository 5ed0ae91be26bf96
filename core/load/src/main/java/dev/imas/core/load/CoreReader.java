package dev.imas.core.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Disposition;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Reads one tenant from core's API, with one of its tokens. */
final class CoreReader {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * @param dispositions the count of every disposition
   */
  record Ledger(long accepted, Map<Disposition, Long> dispositions, long imbalance) {

    /** The difference to an earlier ledger. */
    Ledger since(Ledger before) {
      Map<Disposition, Long> difference = new EnumMap<>(Disposition.class);
      dispositions.forEach(
          (d, n) -> difference.put(d, n - before.dispositions.getOrDefault(d, 0L)));
      return new Ledger(accepted - before.accepted, difference, imbalance - before.imbalance);
    }
  }

  record Stored(long firing, long resolved) {}

  private final HttpClient client;
  private final URI base;
  private final String token;

  CoreReader(HttpClient client, URI base, String token) {
    this.client = client;
    this.base = base;
    this.token = token;
  }

  /**
   * @throws StormFailure if core does not answer or refuses
   */
  Ledger ledger() {
    JsonNode body = get("/api/v1/ledger?limit=1");
    Map<Disposition, Long> dispositions = new EnumMap<>(Disposition.class);
    for (Disposition disposition : Disposition.values()) {
      // An older version counts none of a disposition that it does not know.
      String name = disposition.wireName();
      dispositions.put(disposition, body.has(name) ? number(body, name) : 0L);
    }
    return new Ledger(number(body, "accepted"), dispositions, number(body, "imbalance"));
  }

  /** The alerts that have this label with this value. */
  Stored stored(String label, String value) {
    String pair = URLEncoder.encode(label + "=" + value, StandardCharsets.UTF_8);
    JsonNode body = get("/api/v1/alerts/count?label=" + pair);
    return new Stored(number(body, "firing"), number(body, "resolved"));
  }

  private JsonNode get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .GET()
            .build();
    HttpResponse<String> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw failure("does not answer at " + base + ". Is it running, and is --core right?");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StormFailure(StormFailure.INTERRUPTED, "Interrupted.");
    }
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw failure(
          "refuses the token ("
              + status
              + "). Give a token of the role viewer with --token, or in "
              + "IMAS_BOOTSTRAP_ADMIN_TOKEN.");
    }
    if (status != 200) {
      throw failure("answers " + status + " to " + path + ": " + response.body());
    }
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw failure(
          "is not the server at " + base + ": it does not answer with JSON. Check --core");
    }
  }

  private static long number(JsonNode body, String name) {
    JsonNode number = body.path(name);
    if (!number.isNumber()) {
      throw failure("answers without the number '" + name + "'");
    }
    return number.longValue();
  }

  private static StormFailure failure(String what) {
    return new StormFailure(StormFailure.NO_ANSWER, "IMAS's core " + what);
  }
}
