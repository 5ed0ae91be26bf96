package dev.imas.core.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds expressions that RE2/J would never finish compiling. For nine Cyrillic letters (U+1C80 to
 * U+1C88) it follows the chain of other cases until it is back at the letter. From these letters it
 * never gets back.
 */
final class CaseFolding {

  private static final int FIRST = 0x1c80;
  private static final int LAST = 0x1c88;
  private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[a-zA-Z]*i");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:x\\{([0-9a-fA-F]{1,8})}|x([0-9a-fA-F]{2})|([0-7]{1,3}))");

  private final String regex;
  private int at;

  private CaseFolding(String regex) {
    this.regex = regex;
  }

  /**
   * Whether the expression ignores case anywhere, and holds one of these letters or a range with
   * one.
   */
  static boolean neverEnds(String regex) {
    return IGNORES_CASE.matcher(regex).find() && new CaseFolding(regex).holdsOne();
  }

  private boolean holdsOne() {
    boolean found = false;
    while (at < regex.length() && !found) {
      if (regex.startsWith("\\Q", at)) {
        found = quotationHoldsOne();
      } else if (regex.charAt(at) == '[') {
        at++;
        found = classHoldsOne();
      } else {
        int character = next();
        found = overlaps(character, character);
      }
    }
    return found;
  }

  private boolean quotationHoldsOne() {
    int end = regex.indexOf("\\E", at);
    String quoted = end < 0 ? regex.substring(at) : regex.substring(at, end);
    at = end < 0 ? regex.length() : end + 2;
    return quoted.codePoints().anyMatch(c -> overlaps(c, c));
  }

  private boolean classHoldsOne() {
    if (regex.startsWith("^", at)) {
      at++;
    }
    // A closing bracket that comes first stands for itself.
    for (boolean first = true; at < regex.length(); first = false) {
      int named = regex.startsWith("[:", at) ? regex.indexOf(":]", at + 2) : -1;
      if (named >= 0) {
        at = named + 2;
        continue;
      }
      if (regex.charAt(at) == ']' && !first) {
        at++;
        return false;
      }
      int from = next();
      int to = from;
      if (at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
        at++;
        to = next();
      }
      if (overlaps(from, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlaps(int from, int to) {
    return from <= LAST && to >= FIRST;
  }

  /** The character at this place, plain or written by its number. */
  private int next() {
    Matcher escape = ESCAPE.matcher(regex).region(at, regex.length());
    if (escape.lookingAt()) {
      at = escape.end();
      String hex = escape.group(1) == null ? escape.group(2) : escape.group(1);
      return hex == null ? Integer.parseInt(escape.group(3), 8) : (int) Long.parseLong(hex, 16);
    }
    if (regex.charAt(at) == '\\' && at + 1 < regex.length()) {
      at++;
    }
    int character = regex.codePointAt(at);
    at += Character.charCount(character);
    return character;
  }
}
