package dev.imas.core.contact;

import java.util.Set;

/**
 * The country's part of a phone number (ITU-T E.164). Several countries may share one: 1 is North
 * America and much of the Caribbean. Pure.
 */
final class CallingCode {

  /** All others have three digits, except 1 and 7. */
  private static final Set<String> OF_TWO =
      Set.of(
          "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
          "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
          "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98");

  private CallingCode() {}

  /**
   * @param number with a plus and at least three digits
   * @return without the plus
   */
  static String of(String number) {
    String digits = number.substring(1);
    if (digits.startsWith("1") || digits.startsWith("7")) {
      return digits.substring(0, 1);
    }
    String two = digits.substring(0, 2);
    return OF_TWO.contains(two) ? two : digits.substring(0, 3);
  }
}
