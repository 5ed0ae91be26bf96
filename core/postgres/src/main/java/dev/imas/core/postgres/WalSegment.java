package dev.imas.core.postgres;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the WAL: 16 MiB of one timeline.
 *
 * @param number of the file, counted from the beginning of the cluster
 */
record WalSegment(int timeline, long number) {

  static final long BYTES = 16L << 20;

  private static final int IN_A_LOG = 256;
  private static final Pattern NAME =
      Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})(000000[0-9A-F]{2})");

  /** The segment with that file name; empty if it is the name of something else. */
  static Optional<WalSegment> named(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long log = Long.parseLong(parts.group(2), 16);
    return Optional.of(
        new WalSegment(
            Integer.parseUnsignedInt(parts.group(1), 16),
            log * IN_A_LOG + Long.parseLong(parts.group(3), 16)));
  }

  /** The number of the segment that holds this position. */
  static long numberAt(long position) {
    return position / BYTES;
  }

  String name() {
    return "%08X%08X%08X".formatted(timeline, number / IN_A_LOG, number % IN_A_LOG);
  }

  /** The position of its first byte. */
  long begins() {
    return number * BYTES;
  }
}
