package dev.imas.core.launch;

import java.util.regex.Pattern;

/**
 * Makes texts safe for a log: on one line, without characters that control a terminal, and without
 * credentials.
 */
final class LogText {

  private static final Pattern CREDENTIAL = Pattern.compile("imas_(src|tok|adm)_[\\w-]{8,}");

  private LogText() {}

  static String withoutCredentials(String text) {
    return text.contains("imas_") ? CREDENTIAL.matcher(text).replaceAll("imas_$1_****") : text;
  }

  static void append(StringBuilder to, String text) {
    String shown = withoutCredentials(text);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (c == '\n') {
        to.append("\\n");
      } else if (c == '\t') {
        to.append(' ');
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        to.append(String.format("\\u%04x", (int) c));
      } else {
        to.append(c);
      }
    }
  }
}
