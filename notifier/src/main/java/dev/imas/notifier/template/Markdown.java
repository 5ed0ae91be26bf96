package dev.imas.notifier.template;

/** Escapes what would be markup in a chat, so that a sender's text is shown as it is. */
public final class Markdown {

  private static final String MARKUP = "\\*_~`|>#[]()";

  private Markdown() {}

  /**
   * A backslash before each character that is markup. The text grows to twice its length at most.
   */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (MARKUP.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
