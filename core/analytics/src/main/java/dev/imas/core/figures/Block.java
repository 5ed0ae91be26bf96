package dev.imas.core.figures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Incidents of one service that were opened in one month of UTC, as arrays of the same order. So
 * they are kept, and so they are read from incidents. Immutable.
 */
final class Block {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  static final Block EMPTY =
      new Block(
          new UUID(0, 0), 0, new byte[0], new byte[0], new byte[0], new byte[0], null, null, null);

  private final UUID service;
  private final long begin;
  private final byte[] opened;
  private final byte[] acked;
  private final byte[] resolved;
  private final byte[] flags;
  private final byte @Nullable [] held;
  private final byte @Nullable [] cause;
  private final UUID @Nullable [] causes;

  /**
   * @param begin of the month, in seconds since 1970
   * @param held null: none was on hold
   * @param cause null: all are unknown
   */
  Block(
      UUID service,
      long begin,
      byte[] opened,
      byte[] acked,
      byte[] resolved,
      byte[] flags,
      byte @Nullable [] held,
      byte @Nullable [] cause,
      UUID @Nullable [] causes) {
    this.service = service;
    this.begin = begin;
    this.opened = opened;
    this.acked = acked;
    this.resolved = resolved;
    this.flags = flags;
    this.held = held;
    this.cause = cause;
    this.causes = causes;
    int size = opened.length / 4;
    if (acked.length != 4 * size || resolved.length != 4 * size || flags.length != 2 * size) {
      throw new IllegalArgumentException("arrays of a block differ in length");
    }
  }

  int size() {
    return opened.length / 4;
  }

  UUID service() {
    return service;
  }

  long begin() {
    return begin;
  }

  int opened(int place) {
    return (int) INT.get(opened, 4 * place);
  }

  int acked(int place) {
    return (int) INT.get(acked, 4 * place);
  }

  int resolved(int place) {
    return (int) INT.get(resolved, 4 * place);
  }

  int flags(int place) {
    return (short) SHORT.get(flags, 2 * place);
  }

  int held(int place) {
    return held == null ? 0 : (int) INT.get(held, 4 * place);
  }

  @Nullable UUID cause(int place) {
    if (cause == null || causes == null) {
      return null;
    }
    int number = (short) SHORT.get(cause, 2 * place);
    return number == 0 ? null : causes[number - 1];
  }
}
