package dev.imas.core.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 expression that is searched for in a text, with a known cost. It never backtracks.
 *
 * @param steps the most steps for one character of the text
 */
public record BoundedRegex(Pattern pattern, int steps) {

  /**
   * @param mostSteps the most that one character may cost
   * @throws InvalidRuleException when it cannot be read, or is larger
   */
  public static BoundedRegex of(String regex, int mostSteps) {
    Pattern pattern = RegexCompiler.pattern(regex, 0);
    int steps = (int) Math.min(Integer.MAX_VALUE, RegexSize.atMost(regex));
    if (steps > mostSteps) {
      throw new InvalidRuleException(
          0, "the expression is too large once expanded", "use smaller counts, or shorten it");
    }
    return new BoundedRegex(pattern, Math.max(1, steps));
  }

  /** The first group of the first match, or the whole match without a group; null for none. */
  public @Nullable String find(String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
  }
}
