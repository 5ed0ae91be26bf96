package dev.imas.core.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles an expression to the cheapest test that means the same. */
final class RegexCompiler {

  private static final String META = "\\.+*?()|[]{}^$";
  private static final String ANYTHING = ".*";

  private RegexCompiler() {}

  /**
   * @param position offset of the expression in the text that was read, for the fault
   */
  static ValueTest compile(String regex, int position) {
    Pattern pattern = pattern(regex, position);
    Set<String> values = alternatives(regex);
    if (values != null) {
      return values.size() == 1
          ? new ValueTest.Exact(values.iterator().next())
          : new ValueTest.OneOf(values);
    }
    ValueTest part = part(regex);
    return part == null ? new ValueTest.Regex(pattern) : part;
  }

  static Pattern pattern(String regex, int position) {
    if (regex.length() > RuleLimits.REGEX_LENGTH) {
      throw new InvalidRuleException(
          position,
          "the expression has " + regex.length() + " characters and is too long",
          "use at most " + RuleLimits.REGEX_LENGTH);
    }
    if (RegexSize.atMost(regex) > RuleLimits.REGEX_SIZE
        || RegexSize.unicodeClasses(regex) > RuleLimits.REGEX_UNICODE_CLASSES) {
      throw new InvalidRuleException(
          position,
          "the expression is too large once expanded",
          "use smaller counts, split it, or put [:names:] before ranges");
    }
    if (CaseFolding.neverEnds(regex)) {
      throw new InvalidRuleException(
          position,
          "the expression ignores the case of a letter from U+1C80 to U+1C88",
          "name both cases, or leave these letters out of its ranges");
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      int index = Math.max(e.getIndex(), 0);
      throw new InvalidRuleException(
          position + index, e.getDescription() + ": " + e.getPattern(), "use RE2 syntax");
    }
  }

  /** The values of {@code a|b|c} or {@code (a|b|c)}; null for any other expression. */
  private static @Nullable Set<String> alternatives(String regex) {
    String body = regex;
    if (body.startsWith("(") && body.endsWith(")")) {
      body = body.substring(body.startsWith("(?:") ? 3 : 1, body.length() - 1);
    }
    Set<String> values = new LinkedHashSet<>();
    int start = 0;
    for (int i = 0; i <= body.length(); i++) {
      if (i == body.length() || body.charAt(i) == '|') {
        String value = literal(body.substring(start, i));
        if (value == null) {
          return null;
        }
        values.add(value);
        start = i + 1;
      } else if (body.charAt(i) == '\\') {
        i++;
        if (i == body.length()) {
          // In "\Q\" the last backslash stands for itself.
          return null;
        }
      }
    }
    return values;
  }

  private static @Nullable ValueTest part(String regex) {
    boolean openStart = regex.startsWith(ANYTHING);
    String rest = openStart ? regex.substring(2) : regex;
    boolean openEnd = rest.endsWith(ANYTHING);
    String text = literal(openEnd ? rest.substring(0, rest.length() - 2) : rest);
    if (text == null || text.indexOf('\n') >= 0 || (!openStart && !openEnd)) {
      return null;
    }
    return new ValueTest.Part(text, openStart, openEnd);
  }

  /** The only text that the expression matches; null if it may match others. */
  private static @Nullable String literal(String regex) {
    StringBuilder text = new StringBuilder(regex.length());
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\' && i + 1 < regex.length() && isEscapable(regex.charAt(i + 1))) {
        text.append(regex.charAt(++i));
      } else if (META.indexOf(c) >= 0 || Character.isSurrogate(c)) {
        return null;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isEscapable(char c) {
    return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
  }
}
