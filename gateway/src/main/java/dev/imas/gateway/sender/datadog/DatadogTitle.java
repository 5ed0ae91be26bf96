package dev.imas.gateway.sender.datadog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The title of a Datadog event, which begins with what happened: {@code [P2] [Warn] …}, {@code
 * [Triggered on {service:x}] …}.
 *
 * @param text without these prefixes
 * @param priority such as {@code P2}, null when the title has none
 * @param transition such as {@code Triggered}, null when the title has none
 * @param scope such as {@code service:x}, null when the title has none
 * @param isTest whether somebody tests the notifications of a monitor
 */
record DatadogTitle(
    String text,
    @Nullable String priority,
    @Nullable String transition,
    @Nullable String scope,
    boolean isTest) {

  /**
   * Datadog writes two prefixes. Each search starts after the one before, so without a bound a
   * title of a million prefixes would be searched a million times.
   */
  private static final int MOST_PREFIXES = 8;

  static DatadogTitle of(String title) {
    String rest = title.strip();
    String priority = null;
    String transition = null;
    String scope = null;
    boolean isTest = false;
    for (int i = 0; i < MOST_PREFIXES && rest.startsWith("["); i++) {
      // A scope may contain brackets.
      int brace = rest.indexOf(" on {");
      int close = rest.indexOf(']');
      boolean scoped = brace > 0 && brace < close && rest.indexOf("}]", brace) > 0;
      if (scoped) {
        close = rest.indexOf("}]", brace) + 1;
      }
      if (close < 0) {
        break;
      }
      String prefix = rest.substring(1, scoped ? brace : close).strip();
      if (prefix.equalsIgnoreCase("test")) {
        isTest = true;
      } else if (isPriority(prefix)) {
        priority = prefix.toUpperCase(Locale.ROOT);
      } else if (DatadogTransition.of(prefix) != DatadogTransition.UNKNOWN) {
        transition = prefix;
        scope = scoped ? rest.substring(brace + 5, close - 1) : scope;
      } else {
        break;
      }
      rest = rest.substring(close + 1).strip();
    }
    return new DatadogTitle(rest, priority, transition, scope, isTest);
  }

  static boolean isPriority(String word) {
    return word.length() == 2
        && (word.charAt(0) == 'P' || word.charAt(0) == 'p')
        && word.charAt(1) >= '1'
        && word.charAt(1) <= '5';
  }
}
