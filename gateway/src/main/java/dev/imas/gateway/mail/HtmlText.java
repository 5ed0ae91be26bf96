package dev.imas.gateway.mail;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person would read of HTML. Only text comes out, so nothing needs to be trusted, and it
 * takes time by the length alone. Pure.
 */
final class HtmlText {

  /** What begins a line. */
  private static final Set<String> BLOCKS =
      Set.of("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "pre");

  private static final Set<String> UNREAD = Set.of("script", "style", "head", "title");
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");
  private static final int LONGEST_ENTITY = 10;
  private static final int LONGEST_NAME = 20;

  private final String html;
  private final StringBuilder text = new StringBuilder();
  private int at;

  private HtmlText(String html) {
    this.html = html;
  }

  static String of(String html) {
    return new HtmlText(html).read();
  }

  private String read() {
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        tag();
      } else if (c == '&') {
        entity();
      } else {
        at++;
        put(c);
      }
    }
    return text.toString().strip();
  }

  private void put(char c) {
    if (Character.isWhitespace(c)) {
      if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
        text.append(' ');
      }
    } else {
      text.append(c);
    }
  }

  private void line() {
    while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
  }

  private void tag() {
    if (html.startsWith("<!--", at)) {
      skipBehind("-->");
      return;
    }
    int name = at + (html.startsWith("</", at) ? 2 : 1);
    int end = name;
    while (end < html.length()
        && end - name < LONGEST_NAME
        && Character.isLetterOrDigit(html.charAt(end))) {
      end++;
    }
    if (end == name && !html.startsWith("<!", at)) {
      put('<'); // It is no tag, as in "load < 3".
      at++;
      return;
    }
    String tag = html.substring(name, end).toLowerCase(Locale.ROOT);
    boolean opens = name == at + 1;
    skipBehind(">");
    if (opens && UNREAD.contains(tag)) {
      skipElement(tag);
    } else if (BLOCKS.contains(tag)) {
      line();
    } else if (tag.equals("td") || tag.equals("th")) {
      put(' ');
    }
  }

  private void skipElement(String tag) {
    int from = at;
    while (true) {
      int close = html.indexOf("</", from);
      if (close < 0) {
        at = html.length();
        return;
      }
      if (html.regionMatches(true, close + 2, tag, 0, tag.length())) {
        at = close;
        skipBehind(">");
        return;
      }
      from = close + 2;
    }
  }

  /** What is never closed reaches to the end. */
  private void skipBehind(String end) {
    int found = html.indexOf(end, at);
    at = found < 0 ? html.length() : found + end.length();
  }

  private void entity() {
    int end = html.indexOf(';', at, Math.min(html.length(), at + LONGEST_ENTITY));
    String name = end < 0 ? "" : html.substring(at + 1, end);
    String meant = name.startsWith("#") ? numbered(name.substring(1)) : ENTITIES.get(name);
    if (meant == null) {
      put('&');
      at++;
      return;
    }
    at = end + 1;
    meant.chars().forEach(c -> put((char) c));
  }

  private static @Nullable String numbered(String number) {
    try {
      int code =
          number.startsWith("x") || number.startsWith("X")
              ? Integer.parseInt(number.substring(1), 16)
              : Integer.parseInt(number);
      return Character.isValidCodePoint(code) && (code < 0xd800 || code > 0xdfff)
          ? Character.toString(code)
          : null;
    } catch (NumberFormatException none) {
      return null;
    }
  }
}
