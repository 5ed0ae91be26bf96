package dev.imas.core.room;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Names of rooms (COL-02): {@code inc-7f3kx-payments}. Pure. Names never decide whose a room is.
 */
final class RoomName {

  /** Slack takes 80 characters, Discord 100. Some are left for what a taken name is given. */
  private static final int SLACK = 80 - 5;

  private static final int DISCORD = 100 - 5;

  private RoomName() {}

  /**
   * @param number of the incident's room; the first has none in its name
   */
  static String of(String shortId, String service, int number, String vendor) {
    String plain = "inc-" + cleaned(shortId.replaceFirst("(?i)^inc-", ""));
    String more = cleaned(service);
    String whole = more.isEmpty() ? plain : plain + "-" + more;
    int most = vendor.equals(Room.SLACK) ? SLACK : DISCORD;
    String end = number == 1 ? "" : "-" + number;
    String cut =
        whole.length() <= most - end.length() ? whole : whole.substring(0, most - end.length());
    return trimmed(cut) + end;
  }

  /** Letters lose their accents rather than themselves. */
  private static String cleaned(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return trimmed(
        plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("-{2,}", "-"));
  }

  private static String trimmed(String text) {
    return text.replaceAll("^-+|-+$", "");
  }
}
