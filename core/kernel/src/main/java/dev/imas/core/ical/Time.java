package dev.imas.core.ical;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or a time of an iCalendar, in its zone.
 *
 * @param isDate whether it names a day alone
 */
record Time(LocalDateTime local, ZoneId zone, boolean isDate) {

  static final ZoneId UTC = ZoneId.of("UTC");

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;

  private static final Pattern FORM =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:T(\\d{2})(\\d{2})(\\d{2})(Z)?)?");

  /**
   * @param text one value of the property
   * @throws Unreadable if it is none, or in a zone that nobody knows
   */
  static Time read(Property property, String text, Zones zones) throws Unreadable {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw Unreadable.at(
          property,
          "is "
              + property.quoted()
              + ", which is neither a date such as 20261205 nor a time such as 20261205T020000");
    }
    boolean isDate = form.group(4) == null;
    try {
      LocalDate date = LocalDate.of(number(form, 1), number(form, 2), number(form, 3));
      if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
        throw Unreadable.at(
            property, "has a year outside " + FIRST_YEAR + " to " + LAST_YEAR + "; correct it");
      }
      if (isDate) {
        return new Time(date.atStartOfDay(), zones.floating(), true);
      }
      // A leap second has no time of its own.
      LocalDateTime local =
          date.atTime(number(form, 4), number(form, 5), Math.min(59, number(form, 6)));
      return new Time(local, form.group(7) == null ? zones.of(property) : UTC, false);
    } catch (DateTimeException e) {
      throw Unreadable.at(property, "is " + property.quoted() + ", which no clock shows");
    }
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  Instant instant() {
    return local.atZone(zone).toInstant();
  }

  /** By the clock of that zone. */
  LocalDateTime in(ZoneId other) {
    return isDate || zone.equals(other) ? local : LocalDateTime.ofInstant(instant(), other);
  }
}
