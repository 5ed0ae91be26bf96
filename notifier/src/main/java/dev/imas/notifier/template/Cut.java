package dev.imas.notifier.template;

import java.nio.charset.StandardCharsets;

/** Shortens texts to a vendor's limits, without splitting a character. An ellipsis ends them. */
public final class Cut {

  private static final String ELLIPSIS = "…";

  private Cut() {}

  /**
   * @param most UTF-16 units, which is never less than what a vendor counts as characters
   */
  public static String toLength(String text, int most) {
    return text.length() <= most ? text : head(text, most - ELLIPSIS.length()) + ELLIPSIS;
  }

  /**
   * @param most bytes of UTF-8
   */
  public static String toBytes(String text, int most) {
    if (bytes(text) <= most) {
      return text;
    }
    int room = most - bytes(ELLIPSIS);
    int end = 0;
    for (int used = 0; end < text.length(); ) {
      int c = text.codePointAt(end);
      used += bytes(Character.toString(c));
      if (used > room) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  private static String head(String text, int length) {
    boolean splits = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
