package dev.imas.core.privacy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody asks about their data, and until when it is answered. Pure. */
enum RequestKind {
  /** Which data there is: two days. */
  ACCESS,
  /** The same, as JSON for another system: two days. */
  PORTABILITY,
  /** To correct it: at once, which is an hour for a person to do so. */
  RECTIFICATION,
  ERASURE,
  OBJECTION,
  RESTRICTION;

  private static final Duration DESK = Duration.ofHours(48);
  private static final Duration AT_ONCE = Duration.ofHours(1);
  private static final int DAYS = 30;
  private static final int FURTHER_MONTHS = 2;

  /** Whether it is answered with the export of a person. */
  boolean isAnsweredByExport() {
    return this == ACCESS || this == PORTABILITY;
  }

  /**
   * Until when a request that was received then is answered. A month never has more than 30 days,
   * and February has fewer.
   */
  Instant due(Instant received) {
    return switch (this) {
      case ACCESS, PORTABILITY -> received.plus(DESK);
      case RECTIFICATION -> received.plus(AT_ONCE);
      case ERASURE, OBJECTION, RESTRICTION -> {
        Instant month = received.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
        Instant days = received.plus(Duration.ofDays(DAYS));
        yield month.isBefore(days) ? month : days;
      }
    };
  }

  /** The limit after the one extension that the law allows. */
  static Instant extended(Instant due) {
    return due.atOffset(ZoneOffset.UTC).plusMonths(FURTHER_MONTHS).toInstant();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RequestKind stored(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  static Optional<RequestKind> named(String wireName) {
    return Arrays.stream(values()).filter(kind -> kind.wireName().equals(wireName)).findFirst();
  }

  static String names() {
    return String.join(", ", Arrays.stream(values()).map(RequestKind::wireName).toList());
  }
}
