package dev.imas.core.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;

/**
 * Drops and counts messages of other processes that this one cannot read, before a receiver sees
 * them. Nothing is lost, since messages are only hints: polling finds the work. A sender that waits
 * for a reply gets a failure.
 */
final class UnreadableMessages {

  private static final int NOT_READ = 501;

  private final Counter dropped;

  UnreadableMessages(MeterRegistry meters) {
    dropped =
        Counter.builder("imas_bus_messages_unreadable_total")
            .description("Messages of other processes in a version that this process cannot read")
            .register(meters);
  }

  void guard(EventBus bus) {
    // No message may name a class.
    bus.serializableChecker(type -> false).clusterSerializableChecker(type -> false);
    bus.addInboundInterceptor(this::look);
  }

  /** Decodes the body, since the delivery itself decodes it only when it is asked for. */
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
                "the process that received this runs a version that cannot read it; try again");
      }
      return;
    }
    delivery.next();
  }
}
