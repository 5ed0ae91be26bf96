package dev.imas.core.servicelevel;

import dev.imas.core.sla.OpeningHours;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of day from 00:00 to 24:00, in whole minutes. */
final class TimeOfDay {

  private static final Pattern TEXT = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)");

  private TimeOfDay() {}

  /**
   * @return minutes after midnight
   * @throws IllegalArgumentException for anything but such a time
   */
  static int minutes(String text) {
    if (text.equals("24:00")) {
      return OpeningHours.MIDNIGHT;
    }
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a time of day: " + text);
    }
    return Integer.parseInt(m.group(1)) * 60 + Integer.parseInt(m.group(2));
  }
}
