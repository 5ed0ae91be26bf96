package dev.imas.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.BodyPosted;
import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What core posts in the name of a source is taken like what its sender posts. */
class PostedBodiesIT {

  private static TestGateway gateway;
  private static TestGateway.Source prometheus;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    prometheus = gateway.addSource(gateway.tenant(), "prometheus eu-1", "PROMETHEUS");
    gateway.awaitLive(prometheus.key());
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  /** The number of dead letters as text, else the {@link ReplyException}. */
  private static Object post(UUID source, String body) {
    return Await.result(
        gateway
            .vertx()
            .eventBus()
            .<String>request(
                BodyPosted.ADDRESS, new BodyPosted(gateway.tenant(), source, Buffer.buffer(body)))
            .<Object>map(reply -> reply.body())
            .recover(Future::succeededFuture));
  }

  @Test
  void itsAlertsAreCommittedAndWhatCannotBeReadIsADeadLetter() {
    assertThat(post(prometheus.id(), "[{\"labels\":{\"alertname\":\"Down\"}},{\"labels\":7}]"))
        .isEqualTo("1");
    assertThat(gateway.database().count("SELECT count(*) FROM alert")).isEqualTo(1);
    assertThat(post(prometheus.id(), "no JSON")).isEqualTo("1");
    assertThat(gateway.database().count("SELECT count(*) FROM dead_letter")).isEqualTo(2);
  }

  @Test
  void whatExceedsTheElementsThatAreKeptIsCountedAsForASender() {
    double notKept = gateway.metric("imas_ingest_elements_not_kept_total");

    post(prometheus.id(), "[" + "7,".repeat(1_004) + "7]");

    assertThat(gateway.metric("imas_ingest_elements_not_kept_total") - notKept).isEqualTo(5);
  }

  @Test
  void sourceThatCannotPostIsRefused() {
    Object answer = post(new UUID(7, 7), "[]");
    assertThat(answer).isInstanceOf(ReplyException.class);
    assertThat(((ReplyException) answer).failureCode()).isEqualTo(409);
  }
}
