package dev.imas.core.report;

/** Makes texts safe to put into any document, whatever they hold. */
final class PlainText {

  private PlainText() {}

  /**
   * The same without what no document may hold (controls, halves of surrogates), and without marks
   * that turn the direction of writing: they could hide what is said.
   */
  static String of(String text) {
    StringBuilder clean = null;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int size = Character.charCount(c);
      if (isKept(c)) {
        if (clean != null) {
          clean.appendCodePoint(c);
        }
      } else if (clean == null) {
        clean = new StringBuilder(text.length()).append(text, 0, i);
      }
      i += size;
    }
    return clean == null ? text : clean.toString();
  }

  private static boolean isKept(int c) {
    if (c == '\n' || c == '\t' || c == '\r') {
      return true;
    }
    boolean isControl = c < 0x20 || c >= 0x7F && c <= 0x9F;
    boolean isHalf = c >= 0xD800 && c <= 0xDFFF;
    boolean turns =
        c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F;
    boolean isNoCharacter = (c & 0xFFFE) == 0xFFFE || c == 0xFEFF;
    return !isControl && !isHalf && !turns && !isNoCharacter;
  }

  /** For XML and HTML, in elements and attributes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** On one line. */
  static String line(String text) {
    return of(text).replaceAll("\\s+", " ").strip();
  }
}
