package dev.imas.core.bus;

import dev.imas.core.platform.BusCodec;
import io.vertx.core.eventbus.EventBus;

/**
 * From the notifier to core, after a commit: deliveries were given up, so core must decide who is
 * told instead. Sent to one core.
 *
 * @param count how many deliveries the transaction gave up
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

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, DeliveriesDied.class);
  }
}
