package dev.imas.gateway.commit;

import dev.imas.core.model.UuidV7;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that was posted and could not be read or stored, with the reason.
 *
 * @param kind {@code element}: one alert of a body; {@code rejected}: an alert that the database
 *     refused; {@code body}: a body refused whole
 * @param counted whether it is one of the alerts accepted; a body refused whole is not
 * @param pointer RFC 6901, into the body
 * @param body the bytes, cut to {@link #MOST_BYTES}
 * @param size of the bytes before cutting
 */
public record DeadLetter(
    UUID id,
    String kind,
    boolean counted,
    String dialect,
    String pointer,
    String reason,
    @Nullable String contentType,
    Buffer body,
    int size) {

  public static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_REASON = 1_000;

  public DeadLetter {
    reason = storable(reason);
    pointer = storable(pointer);
    if (contentType != null) {
      contentType = storable(contentType);
    }
  }

  /** A body refused whole, with the reason. */
  public static DeadLetter ofBody(
      String dialect,
      String pointer,
      String reason,
      @Nullable String contentType,
      byte[] body,
      long receivedAtMicros) {
    return new DeadLetter(
        UuidV7.at(receivedAtMicros / 1_000),
        "body",
        false,
        dialect,
        pointer,
        reason,
        contentType,
        cut(body, 0, body.length),
        body.length);
  }

  public static Buffer cut(byte[] body, int start, int end) {
    return Buffer.buffer(Math.min(end - start, MOST_BYTES))
        .appendBytes(body, start, Math.min(end - start, MOST_BYTES));
  }

  /** Reasons quote what senders wrote, and the database must never refuse a dead letter. */
  public static String storable(String text) {
    String cut = text.length() > MOST_REASON ? text.substring(0, MOST_REASON) : text;
    StringBuilder out = new StringBuilder(cut.length());
    cut.codePoints()
        .map(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff) ? 0xfffd : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
