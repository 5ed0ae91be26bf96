package dev.imas.core.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * From the notifier to core, after a commit: deliveries were given up, and it is for core to say
 * who is told instead. Sent to one core.
 *
 * @param count of the transaction's
 */
public record DeliveriesDied(int count) {

  public static final String ADDRESS = "imas.deliveries-died.v1";

  /** Makes the bus able to carry it; again is harmless. */
  public static void registerOn(EventBus bus) {
    BusCodecs.register(bus, DeliveriesDied.class, new Codec());
  }

  /** Version byte 1, count (4). */
  private static final class Codec implements MessageCodec<DeliveriesDied, DeliveriesDied> {

    @Override
    public void encodeToWire(Buffer buffer, DeliveriesDied message) {
      buffer.appendByte((byte) 1).appendInt(message.count);
    }

    @Override
    public DeliveriesDied decodeFromWire(int position, Buffer buffer) {
      BusCodecs.requireVersion(1, buffer.getByte(position));
      return new DeliveriesDied(buffer.getInt(position + 1));
    }

    @Override
    public DeliveriesDied transform(DeliveriesDied message) {
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
