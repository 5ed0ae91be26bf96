package dev.imas.core.bus;

import dev.imas.core.platform.BusCodec;
import dev.imas.core.platform.BusReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * From core to a gateway, when an operator asks for it: read this dead letter again, as of its
 * receipt. It is sent as a request. The gateway marks the letter in the transaction that commits
 * its alerts. The reply comes after the commit and is the receipt (a UUID as text), or a failure
 * with a reason, {@link #OVER} if the letter was replayed before. It is no hint; if it is lost no
 * work is lost, since the dead letter stays marked as not replayed.
 *
 * @param letter the dead letter's id
 * @param by who asked for it
 * @param dialect the dialect whose decoder reads the bytes
 * @param element whether the bytes are one alert, as dead letters of kind element and rejected keep
 *     it, or a whole body
 * @param receivedAt when the letter was received, in microseconds
 * @param body the bytes as the sender wrote them
 * @param isTest whether they were posted as a test
 */
public record ReplayRequested(
    UUID tenant,
    UUID source,
    UUID letter,
    String by,
    String dialect,
    boolean element,
    Instant receivedAt,
    Buffer body,
    boolean isTest) {

  /**
   * A gateway that does not know tests finds no decoder of such a dialect, and reads nothing. It
   * would take the alerts for real ones.
   */
  private static final String OF_A_TEST = "test:";

  /** What was posted for real. */
  public ReplayRequested(
      UUID tenant,
      UUID source,
      UUID letter,
      String by,
      String dialect,
      boolean element,
      Instant receivedAt,
      Buffer body) {
    this(tenant, source, letter, by, dialect, element, receivedAt, body, false);
  }

  /** Not that of a gateway that would not mark the letter. */
  public static final String ADDRESS = "imas.replay.v2";

  /** The code of a gateway's failure: the letter was replayed before, or is gone. */
  public static final int OVER = 410;

  /** The code of a gateway's failure: reading the letter failed by a fault of IMAS. */
  public static final int FAULT = 500;

  /**
   * Tenant (16), source (16), letter (16), by (length 4, UTF-8), dialect (length 4, UTF-8), element
   * (1), microseconds since 1970 (8), body (length 4, bytes).
   */
  static final BusCodec<ReplayRequested> CODEC =
      new BusCodec<>(ADDRESS, 2, ReplayRequested::write, ReplayRequested::read);

  /** Registers the message on a bus. Another call for the same bus does nothing. */
  public static void registerOn(EventBus bus) {
    CODEC.registerOn(bus, ReplayRequested.class);
  }

  public long receivedAtMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, receivedAt);
  }

  private static void write(Buffer buffer, ReplayRequested message) {
    write(buffer, message.tenant);
    write(buffer, message.source);
    write(buffer, message.letter);
    write(buffer, message.by);
    write(buffer, message.isTest ? OF_A_TEST + message.dialect : message.dialect);
    buffer
        .appendByte((byte) (message.element ? 1 : 0))
        .appendLong(message.receivedAtMicros())
        .appendInt(message.body.length())
        .appendBuffer(message.body);
  }

  private static void write(Buffer buffer, UUID id) {
    buffer.appendLong(id.getMostSignificantBits()).appendLong(id.getLeastSignificantBits());
  }

  private static void write(Buffer buffer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  private static ReplayRequested read(BusReader in) {
    UUID tenant = in.uuid();
    UUID source = in.uuid();
    UUID letter = in.uuid();
    String by = in.bytes().toString(StandardCharsets.UTF_8);
    String dialect = in.bytes().toString(StandardCharsets.UTF_8);
    boolean isTest = dialect.startsWith(OF_A_TEST);
    return new ReplayRequested(
        tenant,
        source,
        letter,
        by,
        isTest ? dialect.substring(OF_A_TEST.length()) : dialect,
        in.octet() == 1,
        Instant.EPOCH.plus(in.longNumber(), ChronoUnit.MICROS),
        in.bytes(),
        isTest);
  }
}
