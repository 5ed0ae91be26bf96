package dev.imas.core.bus;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Registration of the message types, once per Vert.x instance whichever role comes first. */
final class BusCodecs {

  private BusCodecs() {}

  static <T> void register(EventBus bus, Class<T> type, MessageCodec<T, T> codec) {
    try {
      bus.registerDefaultCodec(type, codec);
    } catch (IllegalStateException alreadyRegistered) {
      // Several roles of one process share a bus.
    }
  }

  static void requireVersion(int known, byte version) {
    if (version != known) {
      throw new IllegalArgumentException(
          "message of version " + version + ", this process reads " + known);
    }
  }
}
