package dev.imas.core.rule;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What rules say of an incident that an alert opens, beside its service, severity and group. As for
 * these, a later rule changes nothing that an earlier one decided; tags alone add up.
 *
 * @param title null for the alert's own
 * @param escalationPolicy name or id of the policy that it follows; null if labels, service or team
 *     choose it
 * @param impactScopes names or ids of the scopes that it begins with
 * @param tags templates of the names of the tags that it gets, of all rules that match
 * @param groupWait how long its first word waits for further alerts of its group; zero: not at all
 * @param groupInterval how long after the last message people are told again of alerts that have
 *     joined; null: they are not
 * @param repeatInterval how often people are reminded of it; null: as the installation says
 * @param reopenWindow how long after its end it is reopened; null: as the service or the
 *     installation says
 * @param times when its alerts are hidden
 * @param labels what rules have set of the alert's labels: title, tags, scopes and policy go by
 *     them
 */
public record RuleActions(
    @Nullable TitleTemplate title,
    @Nullable String escalationPolicy,
    List<String> impactScopes,
    List<TitleTemplate> tags,
    Duration groupWait,
    @Nullable Duration groupInterval,
    @Nullable Duration repeatInterval,
    @Nullable ReopenWindow reopenWindow,
    RuleTimes times,
    Map<String, String> labels) {

  /** The longest {@code group_wait}. */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** The longest {@code group_interval}. */
  public static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

  /** The shortest {@code repeat_interval}: nothing looks more often. */
  public static final Duration SHORTEST_REPEAT = Duration.ofMinutes(1);

  /** The longest {@code repeat_interval}. */
  public static final Duration LONGEST_REPEAT = Duration.ofDays(30);

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Nothing is said. */
  public static final RuleActions NONE =
      new RuleActions(
          null,
          null,
          List.of(),
          List.of(),
          Duration.ZERO,
          null,
          null,
          null,
          RuleTimes.NONE,
          Map.of());

  public RuleActions {
    impactScopes = List.copyOf(impactScopes);
    tags = List.copyOf(tags);
    labels = Map.copyOf(labels);
  }

  /** The same, with what rules have set of the labels. */
  RuleActions withLabels(Map<String, String> set) {
    return set.isEmpty()
        ? this
        : new RuleActions(
            title,
            escalationPolicy,
            impactScopes,
            tags,
            groupWait,
            groupInterval,
            repeatInterval,
            reopenWindow,
            times,
            set);
  }

  /** Reads a {@code group_wait}; empty if it is none that is allowed. */
  static Optional<Duration> wait(String text) {
    return whole(text, SECOND, LONGEST_WAIT);
  }

  /** Reads a {@code group_interval}; empty if it is none that is allowed. */
  static Optional<Duration> interval(String text) {
    return whole(text, SECOND, LONGEST_INTERVAL);
  }

  /** Reads a {@code repeat_interval}; empty if it is none that is allowed. */
  static Optional<Duration> repeat(String text) {
    return whole(text, SHORTEST_REPEAT, LONGEST_REPEAT);
  }

  /** Reads a {@code reopen_window}; empty if it is none that is allowed. */
  static Optional<Duration> reopen(String text) {
    return whole(text, Duration.ZERO, ReopenWindow.LONGEST);
  }

  private static Optional<Duration> whole(String text, Duration shortest, Duration longest) {
    try {
      Duration read = Duration.parse(text);
      boolean isAllowed =
          read.compareTo(shortest) >= 0 && read.compareTo(longest) <= 0 && read.getNano() == 0;
      return isAllowed ? Optional.of(read) : Optional.empty();
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
