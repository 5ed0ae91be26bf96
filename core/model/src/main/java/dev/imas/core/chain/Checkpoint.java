package dev.imas.core.chain;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * What a tenant's chain was at a moment. Its text is a checkpoint of C2SP: origin, size and hash,
 * each on a line, and the time on a further one.
 *
 * @param number of the last seal, which is also how many there were
 * @param link of that seal
 */
public record Checkpoint(UUID tenant, long number, ChainHash link, Instant at) {

  private static final String ORIGIN = "imas-audit/";
  private static final String TIME = "time ";

  /** The name of this chain, and of the key that signs for it. */
  public static String origin(UUID tenant) {
    return ORIGIN + tenant;
  }

  /** What is signed: it ends with a line break. */
  public String text() {
    return origin(tenant)
        + "\n"
        + number
        + "\n"
        + Base64.getEncoder().encodeToString(link.bytes())
        + "\n"
        + TIME
        + at
        + "\n";
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 5
        || !lines[0].startsWith(ORIGIN)
        || !lines[1].matches("[1-9][0-9]{0,17}")
        || !lines[3].startsWith(TIME)
        || !lines[4].isEmpty()) {
      throw new IllegalArgumentException(
          "it is no checkpoint of an audit: expected the lines imas-audit/<tenant>, a number, a"
              + " hash and a time");
    }
    try {
      return new Checkpoint(
          UUID.fromString(lines[0].substring(ORIGIN.length())),
          Long.parseLong(lines[1]),
          ChainHash.of(Base64.getDecoder().decode(lines[2])),
          Instant.parse(lines[3].substring(TIME.length())));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its time cannot be read: " + lines[3], e);
    }
  }
}
