package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Role;
import dev.imas.fixtures.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A notifier that cannot send is not ready. */
class ReadinessIT {

  private static final String CLAIM =
      "FUNCTION claim_deliveries(integer, integer, jsonb, jsonb, interval)";

  private final NotifierScene scene = new NotifierScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whoseClaimsFailIsNotReadyUntilOneGoesWell() {
    Role.Running notifier = scene.startNotifier(Map.of());
    Await.until("ready", () -> ready(notifier).statusCode(), status -> status == 200);

    scene.execute("REVOKE EXECUTE ON " + CLAIM + " FROM imas_notifier");
    Await.until("not ready", () -> ready(notifier).statusCode(), status -> status == 503);
    assertThat(ready(notifier).body()).contains("\"claims\"").contains("failing");
    assertThat(health(notifier, "accept").statusCode()).isEqualTo(200);

    scene.execute("GRANT EXECUTE ON " + CLAIM + " TO imas_notifier");
    Await.until("ready again", () -> ready(notifier).statusCode(), status -> status == 200);

    notifier.announceStop();
    assertThat(ready(notifier).statusCode()).isEqualTo(503);
    assertThat(health(notifier, "accept").statusCode()).isEqualTo(503);
  }

  private static HttpResponse<String> ready(Role.Running notifier) {
    return health(notifier, "ready");
  }

  private static HttpResponse<String> health(Role.Running notifier, String check) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + notifier.port() + "/health/" + check);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
