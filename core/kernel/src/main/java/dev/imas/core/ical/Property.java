package dev.imas.core.ical;

import com.github.mangstadt.vinnie.VObjectParameters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of an iCalendar.
 *
 * @param line its number in the text, from 1
 * @param name in capitals
 * @param value as written, with its escapes
 */
record Property(int line, String name, VObjectParameters parameters, String value) {

  private static final int LONGEST_QUOTED = 60;

  @Nullable String parameter(String of) {
    String given = parameters.first(of);
    return given == null || given.isBlank() ? null : given.strip();
  }

  boolean has(String parameter, String expected) {
    return expected.equalsIgnoreCase(parameter(parameter));
  }

  /** Its value in capitals. */
  String word() {
    return value.strip().toUpperCase(Locale.ROOT);
  }

  /** Its value for the text of a fault. */
  String quoted() {
    String text = value.strip();
    return "'"
        + (text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…")
        + "'";
  }
}
