package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Role;
import dev.imas.fixtures.Await;
import io.vertx.core.net.NetServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mail server that does not answer, and more mails than there are slots. */
class FullChannelIT {

  private final NotifierScene scene = new NotifierScene();
  private final AtomicInteger connections = new AtomicInteger();
  private final NetServer mute =
      scene.vertx.createNetServer().connectHandler(socket -> connections.incrementAndGet());

  @AfterEach
  void close() {
    scene.close();
  }

  private Role.Running start(int places) {
    Await.result(mute.listen(0, "127.0.0.1"));
    return scene.startNotifier(
        Map.of(
            "IMAS_SMTP_HOST", "127.0.0.1",
            "IMAS_SMTP_PORT", "" + mute.actualPort(),
            "IMAS_SMTP_FROM", "imas@example.com",
            "IMAS_SMTP_STARTTLS", "disabled",
            "IMAS_SMTP_CONCURRENCY", "" + places));
  }

  private UUID mail(Severity urgency) {
    String address = "p" + UUID.randomUUID() + "@example.com";
    UUID person = scene.contact(address, "email", address, null);
    return scene.delivery(scene.incident("x"), 1, person, "email", address, urgency);
  }

  private List<String> all() {
    return scene.database.query("SELECT status || ' ' || attempts FROM delivery ORDER BY attempts");
  }

  private double deferred() {
    return scene.meter("imas.deliveries", "channel", "email", "outcome", "deferred");
  }

  @Test
  void oneStandsInLineForAWhileAndTheRestIsPutBackUntried() {
    for (int i = 0; i < 3; i++) {
      mail(Severity.SEV2_HIGH);
    }
    start(1);
    Await.until("one put back", this::all, List.of("pending 0", "sending 1", "sending 1")::equals);
    Await.until("one under way", connections::get, count -> count == 1);
    double before = deferred();
    scene.clock.move(Duration.ofSeconds(4));
    Await.until("the one in line put back", this::deferred, deferred -> deferred > before);
    assertThat(connections).hasValue(1);
  }

  @Test
  void aPlaceIsKeptForWhatIsUrgent() {
    for (int i = 0; i < 20; i++) {
      mail(Severity.SEV4_LOW);
    }
    start(4);
    Await.until("three under way", connections::get, count -> count == 3);
    UUID urgent = mail(Severity.SEV1_CRITICAL);
    scene.tellNotifier();
    Await.until("the urgent one, too", connections::get, count -> count == 4);
    assertThat(scene.status(urgent)).isEqualTo("sending");
  }

  @Test
  void aStopPutsBackWhoStandsInLine() {
    for (int i = 0; i < 2; i++) {
      mail(Severity.SEV2_HIGH);
    }
    Role.Running notifier = start(1);
    Await.until("both claimed", this::all, List.of("sending 1", "sending 1")::equals);
    var stopped = notifier.stop();
    Await.until("one put back", this::all, List.of("pending 0", "sending 1")::equals);
    Await.result(stopped);
  }
}
