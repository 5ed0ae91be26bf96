package dev.imas.core.http;

import io.vertx.core.http.HttpServerResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * When an operation was deprecated, and when it is removed: a year later at the earliest, so that
 * whoever looks once a year still sees it in time.
 *
 * @param since the day on which a release said so first
 * @param sunset the day from which a release may lack it
 */
public record Deprecation(LocalDate since, LocalDate sunset) {

  private static final int MONTHS = 12;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  public Deprecation {
    if (sunset.isBefore(since.plusMonths(MONTHS))) {
      throw new IllegalArgumentException(
          "what is deprecated on "
              + since
              + " stays for "
              + MONTHS
              + " months, not until "
              + sunset);
    }
  }

  /** The fields of RFC 9745 and RFC 8594. */
  void putInto(HttpServerResponse response) {
    response
        .putHeader("deprecation", "@" + since.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
        .putHeader("sunset", HTTP_DATE.format(sunset.atStartOfDay()));
  }
}
