package dev.imas.core.wording;

import org.jspecify.annotations.Nullable;

/**
 * Makes senders' texts harmless for a terminal, a mail header or a log. It removes control
 * characters (terminal escapes, CR and LF). It also removes the characters that change the
 * direction of writing, by which a text can look like another.
 */
public final class SafeText {

  private SafeText() {}

  /** One line of at most {@code most} characters. An ellipsis replaces the rest. */
  public static String line(@Nullable String text, int most) {
    return clean(text, most, false);
  }

  /** Several lines. */
  public static String block(@Nullable String text, int most) {
    return clean(text, most, true);
  }

  private static String clean(@Nullable String text, int most, boolean keepLines) {
    if (text == null) {
      return "";
    }
    StringBuilder clean = new StringBuilder(Math.min(text.length(), most));
    int kept = 0;
    boolean space = true; // It starts at true, so that leading blanks are dropped.
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean lineEnd = keepLines && c == '\n';
      if (lineEnd || isBlank(c)) {
        if (lineEnd && !clean.isEmpty() && !endsWith(clean, '\n')) {
          trimEnd(clean);
          clean.append('\n');
          kept++;
          space = true;
        } else if (!space) {
          clean.append(' ');
          kept++;
          space = true;
        }
      } else if (!isDropped(c)) {
        if (kept >= most - 1 && hasMore(text, i)) {
          trimEnd(clean);
          return clean.append('…').toString();
        }
        clean.appendCodePoint(c);
        kept++;
        space = false;
      }
    }
    trimEnd(clean);
    return clean.toString();
  }

  private static boolean hasMore(String text, int from) {
    return !text.substring(from).isBlank();
  }

  private static boolean isBlank(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isDropped(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
          true;
      // The joiner of emoji and scripts is a format character too, but harmless.
      case Character.FORMAT -> c != 0x200D && c != 0x200C;
      default -> false;
    };
  }

  private static boolean endsWith(StringBuilder text, char c) {
    return text.charAt(text.length() - 1) == c;
  }

  private static void trimEnd(StringBuilder text) {
    while (!text.isEmpty() && (endsWith(text, ' ') || endsWith(text, '\n'))) {
      text.setLength(text.length() - 1);
    }
  }
}
