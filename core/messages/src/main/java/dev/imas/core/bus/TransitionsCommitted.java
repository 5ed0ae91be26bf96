package dev.imas.core.bus;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.platform.BusCodec;
import dev.imas.core.platform.BusReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * From the gateway to core, after a commit: these alerts changed state, and the outbox holds the
 * work. Sent to one core.
 *
 * @param changes at most {@link #MOST}; of a larger batch the first ones, while the outbox has all
 */
public record TransitionsCommitted(List<Change> changes) {

  public static final String ADDRESS = "imas.transitions.v1";
  public static final int MOST = 256;

  private static final int BYTES_OF_A_CHANGE = 38;

  /** (tenant, fingerprint, seq) is the event's id. */
  public record Change(
      UUID tenant, Fingerprint fingerprint, int seq, TransitionKind kind, Severity severity) {}

  public TransitionsCommitted {
    changes = List.copyOf(changes.size() > MOST ? changes.subList(0, MOST) : changes);
  }

  /** Count, then per change: tenant (16), fingerprint (16), seq (4), kind (1), severity (1). */
  static final BusCodec<TransitionsCommitted> CODEC =
      new BusCodec<>(ADDRESS, 1, TransitionsCommitted::write, TransitionsCommitted::read);

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, TransitionsCommitted.class);
  }

  private static void write(Buffer buffer, TransitionsCommitted message) {
    buffer.appendInt(message.changes.size());
    for (Change c : message.changes) {
      buffer
          .appendLong(c.tenant.getMostSignificantBits())
          .appendLong(c.tenant.getLeastSignificantBits())
          .appendLong(c.fingerprint.high())
          .appendLong(c.fingerprint.low())
          .appendInt(c.seq)
          .appendByte((byte) c.kind.number())
          .appendByte((byte) c.severity.number());
    }
  }

  private static TransitionsCommitted read(BusReader in) {
    int count = in.count(BYTES_OF_A_CHANGE);
    List<Change> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      changes.add(
          new Change(
              in.uuid(),
              new Fingerprint(in.longNumber(), in.longNumber()),
              in.number(),
              TransitionKind.of(in.octet()),
              Severity.of(in.octet())));
    }
    return new TransitionsCommitted(changes);
  }
}
