package dev.imas.core.delivery;

import dev.imas.core.delivery.DeliveryRepository.Detail;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Sends a sample in the way of every page, as urgent as a SEV1, with a single attempt. The response
 * shows what the provider said.
 */
public final class TestDelivery {

  /** The most tests of one thing within {@link #WITHIN}, since each sends somebody a message. */
  private static final int MOST = 3;

  public static final Duration WITHIN = Duration.ofMinutes(1);

  private static final int LONGEST_WAIT = 15;
  private static final long LOOK_EVERY_MS = 200;

  /** Makes the delivery of a test, in a transaction and on a virtual thread. */
  @FunctionalInterface
  public interface Sample {

    /**
     * @param tenantName for people
     */
    NewDelivery of(Tx tx, UUID id, String tenantName, Instant now);
  }

  private final Vertx vertx;
  private final Transactions transactions;
  private final DeliveryRepository deliveries;
  private final DeliveryQueue queue;
  private final InstantSource clock;

  public TestDelivery(
      Vertx vertx,
      Transactions transactions,
      DeliveryRepository deliveries,
      DeliveryQueue queue,
      InstantSource clock) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.deliveries = deliveries;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Queues the sample, and waits for its outcome as long as the parameter {@code wait} says.
   *
   * @return 200 with the delivery when it has ended, else 202
   */
  public Answer send(Call call, Sample sample) {
    Integer wait = call.query("wait").count("wait", 0, LONGEST_WAIT);
    UUID id = UuidV7.at(clock.millis());
    int seconds = wait == null ? LONGEST_WAIT : wait;
    transactions.call(
        call.tenant(),
        tx -> {
          String tenant = queue.tenantName(tx).await();
          return queue.insert(tx, List.of(sample.of(tx, id, tenant, clock.instant()))).await();
        });
    Detail detail =
        outcome(call.tenant(), id, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    return new Answer(
        isOver(detail) ? 200 : 202, detail, Map.of("location", Api.BASE + "/deliveries/" + id));
  }

  /**
   * @param what was tested: {@code the contact}
   * @param tests how often within {@link #WITHIN}
   */
  public static void refuseMany(String what, int tests) {
    if (tests >= MOST) {
      throw Fault.tooMany(
          what + " was tested " + tests + " times within a minute; wait, then test again",
          (int) WITHIN.toSeconds() / MOST);
    }
  }

  /** The delivery when it has ended, or when the time is up. */
  private Detail outcome(TenantId tenant, UUID id, long until) {
    while (true) {
      Detail detail =
          transactions
              .call(tenant, tx -> deliveries.detail(tx, id).await())
              .orElseThrow(() -> Fault.notFound("there is no delivery " + id));
      if (isOver(detail) || System.nanoTime() - until >= 0) {
        return detail;
      }
      vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).await();
    }
  }

  private static boolean isOver(Detail detail) {
    return switch (detail.delivery().status()) {
      case "pending", "sending" -> false;
      default -> true;
    };
  }
}
