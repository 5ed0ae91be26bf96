package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.FreePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Receivers that are dead, slow, resetting or refusing, while a healthy one beside them gets its
 * pages. Afterwards each gets what it missed.
 */
@ExtendWith(SharedScene.class)
final class ReceiverFaultsIT {

  private final FaultScene scene;

  ReceiverFaultsIT(FaultScene scene) {
    this.scene = scene;
  }

  @Test
  void whoDidNotAnswerIsToldLaterAndDelaysNobody() {
    Signs signs = Signs.from(scene.imas);
    int dead = FreePort.next();
    Map<String, FakeReceiver> faulty = new LinkedHashMap<>();
    faulty.put("slow", receiver(new Reply.Silence()));
    faulty.put("hanging up", receiver(new Reply.HangUp()));
    faulty.put("answering 500", receiver(Reply.status(500)));
    faulty.put("answering 429", receiver(Reply.status(429, "Retry-After", "1")));
    List<FakeReceiver> healed = new ArrayList<>();
    try (ResettingPort resetting = ResettingPort.open()) {
      scene.imas.page("dead", "http://127.0.0.1:" + dead + "/page");
      scene.imas.page("resetting", "http://127.0.0.1:" + resetting.port() + "/page");
      faulty.forEach((name, receiver) -> scene.imas.page(name, receiver.url("/page")));

      Storm storm = scene.storm("Receivers").awaitMore(300);
      signs
          .logs("A receiver's circuit changed")
          .counts("imas_deliveries_total", 20, "channel=\"webhook\"", "outcome=\"retry\"")
          .shows("imas_receiver_circuits", 3, "channel=\"webhook\"");
      assertThat(resetting.resets()).isPositive();
      storm.rage(FaultRun.span(Duration.ofSeconds(1), Duration.ofSeconds(10)));

      resetting.close();
      healed.add(FakeReceiver.start(scene.vertx, dead));
      healed.add(FakeReceiver.start(scene.vertx, resetting.port()));
      for (FakeReceiver receiver : faulty.values()) {
        int port = receiver.port();
        receiver.close();
        healed.add(FakeReceiver.start(scene.vertx, port));
      }
      Aftermath.of(scene, healed).isInOrder(storm);
    }
    // They stay open to the end of the scene, because later storms page them too.
  }

  private FakeReceiver receiver(Reply reply) {
    return FakeReceiver.start(scene.vertx, FreePort.next()).replies(reply);
  }
}
