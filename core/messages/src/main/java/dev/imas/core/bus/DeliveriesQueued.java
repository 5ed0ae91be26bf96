package dev.imas.core.bus;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.BusCodec;
import io.vertx.core.eventbus.EventBus;

/**
 * From core to the notifier, after a commit: new deliveries wait in the database. Sent to one
 * notifier.
 *
 * @param count how many were queued by the transaction
 * @param mostUrgent the severity of the most urgent of them
 */
public record DeliveriesQueued(int count, Severity mostUrgent) {

  public static final String ADDRESS = "imas.deliveries.v1";

  /** Count (4), severity (1). */
  static final BusCodec<DeliveriesQueued> CODEC =
      new BusCodec<>(
          ADDRESS,
          1,
          (buffer, message) ->
              buffer.appendInt(message.count).appendByte((byte) message.mostUrgent.number()),
          in -> new DeliveriesQueued(in.number(), Severity.of(in.octet())));

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, DeliveriesQueued.class);
  }
}
