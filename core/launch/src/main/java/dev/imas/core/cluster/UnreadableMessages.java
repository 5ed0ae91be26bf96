package dev.imas.core.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;

/**
 * Drops what another process sent and this one cannot read, before a receiver sees it, and counts
 * it. Messages are hints: the work is found by polling. Who waits for a reply is told.
 */
final class UnreadableMessages {

  private static final int NOT_READ = 501;

  private final Counter dropped;

  UnreadableMessages(MeterRegistry meters) {
    dropped =
        Counter.builder("imas_bus_messages_unreadable_total")
            .description("Messages of other processes that were of no version known here")
            .register(meters);
  }

  void guard(EventBus bus) {
    // No class is ever named by a message.
    bus.serializableChecker(type -> false).clusterSerializableChecker(type -> false);
    bus.addInboundInterceptor(this::look);
  }

  /** The delivery itself shows the body only once it was read. */
  private void look(DeliveryContext<Object> delivery) {
    try {
      delivery.message().body();
    } catch (RuntimeException unreadable) {
      dropped.increment();
      if (delivery.message().replyAddress() != null) {
        delivery
            .message()
            .fail(
                NOT_READ,
                "the process that was asked runs a version that does not read this; try again");
      }
      return;
    }
    delivery.next();
  }
}
