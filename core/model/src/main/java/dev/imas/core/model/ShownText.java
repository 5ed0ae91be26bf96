package dev.imas.core.model;

/**
 * Texts as people read them, in pages, messages and timelines. A title may hold characters that
 * show another text than is there: some turn the order of what follows, some are invisible, some
 * move the cursor of a terminal. They are taken out where a text becomes one that people read. What
 * a sender posted as labels and annotations stays as it is. Pure.
 */
public final class ShownText {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private ShownText() {}

  /** The text without such characters, in its lines; the same object where it has none. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (mayMislead(text.charAt(i))) {
        return cleaned(text);
      }
    }
    return text;
  }

  /** Rules out nearly all characters at once. */
  private static boolean mayMislead(char c) {
    return c < ' ' ? c != '\n' && c != '\t' : c >= 0x7f && (c <= 0xad || c >= 0x34f);
  }

  private static String cleaned(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (isLineBreak(c)) {
        if (c != '\r' || next >= text.length() || text.charAt(next) != '\n') {
          kept.append('\n');
        }
      } else if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
        if (isJoint(kept, text, next)) {
          kept.appendCodePoint(c);
        }
      } else if (!isMisleading(c)) {
        kept.appendCodePoint(c);
      }
      i = next;
    }
    return kept.length() == text.length() ? text : kept.toString();
  }

  private static boolean isLineBreak(int c) {
    return c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  /**
   * Joiners belong to emoji and to scripts such as Persian and Hindi. Beside Latin they only hide.
   */
  private static boolean isJoint(StringBuilder before, String text, int next) {
    return !before.isEmpty()
        && next < text.length()
        && before.charAt(before.length() - 1) > 0x24f
        && text.charAt(next) > 0x24f
        && !isMisleading(text.codePointAt(next))
        && text.charAt(next) != ZERO_WIDTH_JOINER
        && text.charAt(next) != ZERO_WIDTH_NON_JOINER;
  }

  private static boolean isMisleading(int c) {
    if (Character.isISOControl(c)) {
      return c != '\n' && c != '\t';
    }
    return switch (c) {
      // Soft hyphen, combining grapheme joiner, fillers that show nothing.
      case 0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0 -> true;
      // Marks, embeddings, overrides and isolates of the direction.
      case 0x61c, 0x200e, 0x200f -> true;
      default ->
          (c >= 0x202a && c <= 0x202e)
              || (c >= 0x2066 && c <= 0x2069)
              // Zero-width spaces, invisible operators, deprecated format characters.
              || c == 0x200b
              || (c >= 0x2060 && c <= 0x206f)
              || (c >= 0x180b && c <= 0x180f)
              || c == 0xfeff
              || (c >= 0xfff9 && c <= 0xfffb)
              || (c >= 0x1d173 && c <= 0x1d17a)
              || (c >= 0xe0000 && c <= 0xe0fff);
    };
  }
}
