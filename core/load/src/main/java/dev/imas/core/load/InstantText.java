package dev.imas.core.load;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Writes times such as {@code 2026-11-20T08:00:00.123Z} into a buffer. Not thread-safe. */
final class InstantText {

  static final int LENGTH = 24;

  private static final long DAY = 86_400_000;

  private long day = Long.MIN_VALUE;
  private byte[] date = new byte[0];

  void write(byte[] to, int at, long epochMillis) {
    long itsDay = Math.floorDiv(epochMillis, DAY);
    if (itsDay != day) {
      day = itsDay;
      date = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
    }
    System.arraycopy(date, 0, to, at, 10);
    int rest = (int) Math.floorMod(epochMillis, DAY);
    to[at + 10] = 'T';
    two(to, at + 11, rest / 3_600_000);
    to[at + 13] = ':';
    two(to, at + 14, rest / 60_000 % 60);
    to[at + 16] = ':';
    two(to, at + 17, rest / 1_000 % 60);
    to[at + 19] = '.';
    digits(to, at + 20, 3, rest % 1_000);
    to[at + 23] = 'Z';
  }

  private static void two(byte[] to, int at, int number) {
    to[at] = (byte) ('0' + number / 10);
    to[at + 1] = (byte) ('0' + number % 10);
  }

  /** Writes a number with leading zeros. */
  static void digits(byte[] to, int at, int width, long number) {
    long rest = number;
    for (int i = at + width - 1; i >= at; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  static void hex(byte[] to, int at, int width, long number) {
    long rest = number;
    for (int i = at + width - 1; i >= at; i--) {
      to[i] = (byte) Character.forDigit((int) (rest & 15), 16);
      rest >>>= 4;
    }
  }
}
