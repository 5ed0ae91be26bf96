package dev.imas.core.rule;

/** The canonical way to write names and values: readable by both of Alertmanager's parsers. */
final class Quoting {

  private Quoting() {}

  /** Plain if every parser accepts it so, otherwise in quotes. */
  static StringBuilder appendName(StringBuilder to, String name) {
    return isPlainName(name) ? to.append(name) : appendQuoted(to, name);
  }

  static StringBuilder appendQuoted(StringBuilder to, String text) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> to.append("\\\"");
        case '\\' -> to.append("\\\\");
        case '\n' -> to.append("\\n");
        default -> to.append(c);
      }
    }
    return to.append('"');
  }

  /** The label names that Prometheus accepted before it accepted all of UTF-8. */
  static boolean isPlainName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlainNameCharacter(name.charAt(i), i == 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  static boolean isPlainNameCharacter(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == ':'
        || (!first && c >= '0' && c <= '9');
  }

  static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }
}
