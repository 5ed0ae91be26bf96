package dev.imas.gateway.decode;

/**
 * Reads a sender's time. It is RFC 3339 with any number of fraction digits and any offset (none is
 * UTC), which a blank may precede, or a count since 1970. A count is in seconds (with fraction),
 * milliseconds, microseconds or nanoseconds, told apart by its size. Times before 1970 or after
 * 2199 are unreadable; year 1 and zero mean "not given".
 */
public final class SenderTime {

  /** Not a time, or out of range. The value never leaves this package. */
  public static final long UNREADABLE = IncomingAlert.NONE + 1;

  private static final long MICROS = 1_000_000L;
  private static final long END_OF_RANGE = daysSince1970(2200, 1, 1) * 86_400 * MICROS;

  private final char[] text;
  private final int end;
  private int at;

  private SenderTime(char[] text, int from, int length) {
    this.text = text;
    this.at = from;
    this.end = from + length;
  }

  public static long read(String text) {
    return read(text.toCharArray(), 0, text.length());
  }

  /** Microseconds since 1970, {@link IncomingAlert#NONE} or {@link #UNREADABLE}. */
  public static long read(char[] text, int from, int length) {
    while (length > 0 && text[from] <= ' ') {
      from++;
      length--;
    }
    while (length > 0 && text[from + length - 1] <= ' ') {
      length--;
    }
    if (length == 0) {
      return IncomingAlert.NONE;
    }
    SenderTime time = new SenderTime(text, from, length);
    return length > 4 && text[from + 4] == '-' ? time.calendar() : time.epoch();
  }

  private long calendar() {
    int year = digits(4);
    int month = after('-') ? digits(2) : -1;
    int day = after('-') ? digits(2) : -1;
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
      return UNREADABLE;
    }
    if (!after('T') && !after('t') && !after(' ')) {
      return UNREADABLE;
    }
    int hour = digits(2);
    int minute = after(':') ? digits(2) : -1;
    int second = after(':') ? digits(2) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return UNREADABLE;
    }
    long micros = 0;
    if (after('.') || after(',')) {
      micros = fraction();
    }
    long offset = offsetSeconds();
    if (micros < 0 || offset == UNREADABLE || at != end) {
      return UNREADABLE;
    }
    if (year <= 1) {
      return IncomingAlert.NONE;
    }
    long seconds =
        daysSince1970(year, month, day) * 86_400 + hour * 3600L + minute * 60L + second - offset;
    return inRange(seconds * MICROS + micros);
  }

  private long offsetSeconds() {
    if (at == end || after('Z') || after('z')) {
      return 0;
    }
    // As GitLab writes it: 2021-04-28 21:50:00 +0200.
    after(' ');
    int sign = after('+') ? 1 : after('-') ? -1 : 0;
    int hours = digits(2);
    int minutes = 0;
    if (at < end) {
      after(':');
      minutes = digits(2);
    }
    if (sign == 0 || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return UNREADABLE;
    }
    return sign * (hours * 3600L + minutes * 60L);
  }

  private long epoch() {
    long whole = 0;
    int start = at;
    while (at < end && isDigit(text[at])) {
      if (at - start >= 19) {
        return UNREADABLE;
      }
      whole = whole * 10 + (text[at++] - '0');
    }
    if (at == start || whole < 0) {
      return UNREADABLE;
    }
    long micros = after('.') ? fraction() : 0;
    if (micros < 0 || at != end) {
      return UNREADABLE;
    }
    if (whole == 0) {
      return IncomingAlert.NONE;
    }
    // Each unit's range (1973 to 5138 for all but seconds) is a thousand times the one before.
    if (whole < 100_000_000_000L) {
      return inRange(whole * MICROS + micros);
    }
    if (whole < 100_000_000_000_000L) {
      return inRange(whole * 1000);
    }
    return inRange(whole < 100_000_000_000_000_000L ? whole : whole / 1000);
  }

  private static long inRange(long micros) {
    return micros >= 0 && micros < END_OF_RANGE ? micros : UNREADABLE;
  }

  /** Fraction digits as microseconds, the rest dropped; -1 when there is none. */
  private long fraction() {
    long micros = 0;
    int start = at;
    while (at < end && isDigit(text[at])) {
      if (at - start < 6) {
        micros = micros * 10 + (text[at] - '0');
      }
      at++;
    }
    if (at == start) {
      return -1;
    }
    for (int i = at - start; i < 6; i++) {
      micros *= 10;
    }
    return micros;
  }

  private int digits(int count) {
    if (end - at < count) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < count; i++) {
      char c = text[at++];
      if (!isDigit(c)) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private boolean after(char expected) {
    if (at < end && text[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 4, 6, 9, 11 -> 30;
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      default -> 31;
    };
  }

  /** Counts in 400-year eras from 1 March of year 0, so that the leap day comes last. */
  private static long daysSince1970(int year, int month, int day) {
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
