package dev.imas.core.rule;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What rules say of an incident that an alert opens, beside its service, severity and group. As for
 * these, a later rule changes nothing that an earlier one decided.
 *
 * @param title null for the alert's own
 * @param escalationPolicy name or id of the policy that it follows; null if labels, service or team
 *     choose it
 * @param impactScopes names or ids of the scopes that it begins with
 * @param groupWait how long its first word waits for further alerts of its group; zero: not at all
 */
public record RuleActions(
    @Nullable TitleTemplate title,
    @Nullable String escalationPolicy,
    List<String> impactScopes,
    Duration groupWait) {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** Nothing is said. */
  public static final RuleActions NONE = new RuleActions(null, null, List.of(), Duration.ZERO);

  public RuleActions {
    impactScopes = List.copyOf(impactScopes);
  }

  /** Reads a {@code group_wait}; empty if it is none that is allowed. */
  static Optional<Duration> wait(String text) {
    try {
      Duration wait = Duration.parse(text);
      boolean isAllowed =
          wait.isPositive() && wait.compareTo(LONGEST_WAIT) <= 0 && wait.getNano() == 0;
      return isAllowed ? Optional.of(wait) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * @param matched the rules that matched, in their order
   */
  static RuleActions of(List<RuleDefinition> matched) {
    ActionOutcome outcome = new ActionOutcome();
    for (int i = 0; i < matched.size(); i++) {
      outcome.apply(i, matched.get(i));
    }
    return outcome.actions();
  }
}
