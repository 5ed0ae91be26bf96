package dev.imas.core.bus;

import dev.imas.core.model.Severity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * From core to the notifier, after a commit: deliveries wait in the database. Sent to one notifier.
 *
 * @param count how many were queued by the transaction
 * @param mostUrgent the severity of the most urgent of them
 */
public record DeliveriesQueued(int count, Severity mostUrgent) {

  public static final String ADDRESS = "imas.deliveries.v1";

  /** Makes the bus able to carry it; again is harmless. */
  public static void registerOn(EventBus bus) {
    BusCodecs.register(bus, DeliveriesQueued.class, new Codec());
  }

  /** Version byte 1, count (4), severity (1). */
  private static final class Codec implements MessageCodec<DeliveriesQueued, DeliveriesQueued> {

    @Override
    public void encodeToWire(Buffer buffer, DeliveriesQueued message) {
      buffer
          .appendByte((byte) 1)
          .appendInt(message.count)
          .appendByte((byte) message.mostUrgent.number());
    }

    @Override
    public DeliveriesQueued decodeFromWire(int position, Buffer buffer) {
      BusCodecs.requireVersion(1, buffer.getByte(position));
      return new DeliveriesQueued(
          buffer.getInt(position + 1), Severity.of(buffer.getByte(position + 5)));
    }

    @Override
    public DeliveriesQueued transform(DeliveriesQueued message) {
      return message;
    }

    @Override
    public String name() {
      return ADDRESS;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
