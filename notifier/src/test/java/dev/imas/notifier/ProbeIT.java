package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Components of status pages are asked, and what was found is added up by days. */
class ProbeIT {

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver shop = FakeReceiver.start(scene.vertx);

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID component(String url) {
    UUID id = UUID.randomUUID();
    scene.database.execute(
        "INSERT INTO status_component (tenant_id, id, name) VALUES ('%s', '%s', '%s')"
            .formatted(scene.tenant.value(), id, id));
    scene.database.execute(
        """
        INSERT INTO status_probe (tenant_id, component_id, url, every_s, timeout_s, due_at)
        VALUES ('%s', '%s', '%s', 60, 5, '%s')
        """
            .formatted(scene.tenant.value(), id, url, scene.clock.instant().minusSeconds(1)));
    return id;
  }

  private String found(UUID component) {
    return String.join(
        "",
        scene.database.query(
            "SELECT concat_ws(' ', outcome, reason) FROM status_probe WHERE component_id = '%s' AND tried_at > '%s'"
                .formatted(component, scene.clock.instant().minusSeconds(1))));
  }

  private void awaitFound(UUID component, String expected) {
    Await.until("what was found", () -> found(component), expected::equals);
  }

  private List<String> measured(UUID component) {
    return scene.database.query(
        "SELECT sum(up_ms) || ' ' || sum(down_ms) FROM status_uptime WHERE component_id = '"
            + component
            + "'");
  }

  @Test
  void eachIsAskedOncePerIntervalByWhicheverNotifierAndAddedUp() {
    UUID component = component(shop.url("/health"));
    scene.startNotifier(Map.of());
    scene.startNotifier(Map.of());
    awaitFound(component, "up");
    assertThat(measured(component))
        .as("one finding stands for no time yet")
        .containsExactly("null");

    shop.replies(Reply.status(503));
    scene.clock.move(Duration.ofSeconds(60));
    awaitFound(component, "down HTTP 503");
    assertThat(measured(component)).containsExactly("60000 0");

    shop.replies(Reply.status(204));
    scene.clock.move(Duration.ofSeconds(90));
    awaitFound(component, "up");
    assertThat(measured(component)).containsExactly("60000 90000");

    scene.clock.move(Duration.ofHours(1));
    awaitFound(component, "up");
    assertThat(measured(component))
        .as("of the hour, two intervals count")
        .containsExactly("180000 90000");
    assertThat(shop.requests()).as("by two notifiers").hasSize(4);
    assertThat(shop.requests().getFirst().path()).isEqualTo("/health");
  }

  @Test
  void connectionsAreMadeAndWhatMayNotBeAskedCountsAsNotMeasured() {
    int port = URI.create(shop.url("/")).getPort();
    UUID open = component("tcp://127.0.0.1:" + port);
    UUID closed = component("tcp://127.0.0.1:1");
    UUID inner = component("tcp://10.1.2.3:25");
    UUID metadata = component("http://169.254.169.254/latest");
    scene.startNotifier(Map.of());

    awaitFound(open, "up");
    Await.until(
        "it is closed", () -> found(closed), one -> one.startsWith("down Connection refused"));
    String barred = "is in a network that is not allowed (notifier.webhook.allow)";
    awaitFound(inner, "unknown 10.1.2.3 " + barred);
    awaitFound(metadata, "unknown 169.254.169.254 " + barred);
    scene.clock.move(Duration.ofSeconds(60));
    Await.until("again", () -> found(closed), one -> one.startsWith("down"));
    awaitFound(inner, "unknown 10.1.2.3 " + barred);
    assertThat(measured(closed)).containsExactly("0 60000");
    assertThat(measured(inner)).containsExactly("null");
  }
}
