package dev.imas.core.platform;

import io.vertx.core.eventbus.EventBus;

/**
 * From one process to all, each second: it writes to a PostgreSQL of this cluster that is on this
 * timeline. Published. Without it, a process finds out by itself that a newer primary is there.
 *
 * @param system the cluster's system identifier
 * @param timeline the highest that the process has seen
 */
public record TimelineSeen(long system, int timeline) {

  public static final String ADDRESS = "imas.database.timeline.v1";

  /** System (8), timeline (4). */
  public static final BusCodec<TimelineSeen> CODEC =
      new BusCodec<>(
          ADDRESS,
          1,
          (buffer, message) -> buffer.appendLong(message.system).appendInt(message.timeline),
          in -> new TimelineSeen(in.longNumber(), in.number()));

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, TimelineSeen.class);
  }
}
