package dev.imas.core.bus;

import io.vertx.core.eventbus.EventBus;

/**
 * From the notifier to core, after a commit: deliveries were given up, and it is for core to say
 * who is told instead. Sent to one core.
 *
 * @param count of the transaction's
 */
public record DeliveriesDied(int count) {

  public static final String ADDRESS = "imas.deliveries-died.v1";

  /** Count (4). */
  static final BusCodec<DeliveriesDied> CODEC =
      new BusCodec<>(
          ADDRESS,
          1,
          (buffer, message) -> buffer.appendInt(message.count),
          in -> new DeliveriesDied(in.number()));

  /** Makes the bus able to carry it; again is harmless. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, DeliveriesDied.class);
  }
}
