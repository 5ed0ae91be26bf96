package dev.imas.core.bus;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * From the gateway to core, after a commit: these alerts changed state, the outbox has the work.
 * Sent to one core.
 *
 * @param changes at most {@link #MOST}; a batch with more names the first ones, the outbox has all
 */
public record TransitionsCommitted(List<Change> changes) {

  public static final String ADDRESS = "imas.transitions.v1";
  public static final int MOST = 256;

  /** (tenant, fingerprint, seq) is the event's id. */
  public record Change(
      UUID tenant, Fingerprint fingerprint, int seq, TransitionKind kind, Severity severity) {}

  public TransitionsCommitted {
    changes = List.copyOf(changes.size() > MOST ? changes.subList(0, MOST) : changes);
  }

  /** Makes the bus able to carry it; again is harmless. */
  public static void registerOn(EventBus bus) {
    BusCodecs.register(bus, TransitionsCommitted.class, new Codec());
  }

  /**
   * Version byte 1, count, then per change: tenant (16), fingerprint (16), seq (4), kind (1),
   * severity (1).
   */
  private static final class Codec
      implements MessageCodec<TransitionsCommitted, TransitionsCommitted> {

    @Override
    public void encodeToWire(Buffer buffer, TransitionsCommitted message) {
      buffer.appendByte((byte) 1).appendInt(message.changes.size());
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

    @Override
    public TransitionsCommitted decodeFromWire(int position, Buffer buffer) {
      BusCodecs.requireVersion(1, buffer.getByte(position));
      int count = buffer.getInt(position + 1);
      int at = position + 5;
      List<Change> changes = new ArrayList<>(count);
      for (int i = 0; i < count; i++, at += 38) {
        changes.add(
            new Change(
                new UUID(buffer.getLong(at), buffer.getLong(at + 8)),
                new Fingerprint(buffer.getLong(at + 16), buffer.getLong(at + 24)),
                buffer.getInt(at + 32),
                TransitionKind.of(buffer.getByte(at + 36)),
                Severity.of(buffer.getByte(at + 37))));
      }
      return new TransitionsCommitted(changes);
    }

    @Override
    public TransitionsCommitted transform(TransitionsCommitted message) {
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
