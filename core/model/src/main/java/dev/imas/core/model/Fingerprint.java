package dev.imas.core.model;

import java.util.HexFormat;
import java.util.UUID;

/**
 * 128 bits that identify one alert of one tenant; equal means "the same alert". It is written as 32
 * lower-case hex digits.
 */
public record Fingerprint(long high, long low) implements Comparable<Fingerprint> {

  public static Fingerprint of(UUID stored) {
    return new Fingerprint(stored.getMostSignificantBits(), stored.getLeastSignificantBits());
  }

  /**
   * @throws IllegalArgumentException when the text is neither 32 hex digits nor a UUID
   */
  public static Fingerprint parse(String text) {
    if (text.length() == 36) {
      return of(UUID.fromString(text));
    }
    if (text.length() != 32) {
      throw new IllegalArgumentException("a fingerprint is 32 hex digits, not '" + text + "'");
    }
    return new Fingerprint(
        HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
  }

  /** As the database stores it. */
  public UUID toUuid() {
    return new UUID(high, low);
  }

  /** The order in which PostgreSQL sorts a uuid: both halves are compared unsigned. */
  @Override
  public int compareTo(Fingerprint other) {
    int c = Long.compareUnsigned(high, other.high);
    return c != 0 ? c : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
