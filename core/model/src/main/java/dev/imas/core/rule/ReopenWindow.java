package dev.imas.core.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long after its end an incident is reopened when its group fires again.
 *
 * @param by who says so, for people, such as {@code rule disk}; null for the installation
 */
public record ReopenWindow(Duration length, @Nullable String by) {

  /** The longest: incidents and what is known of their alerts are kept longer. */
  public static final Duration LONGEST = Duration.ofDays(7);

  /** Of the installation. */
  public static ReopenWindow usual(Duration length) {
    return new ReopenWindow(length, null);
  }

  public static ReopenWindow ofRule(Duration length, String rule) {
    return new ReopenWindow(length, "rule " + rule);
  }

  public static ReopenWindow ofService(Duration length, String service) {
    return new ReopenWindow(length, "service " + service);
  }

  /** Reads its length; empty if it is none that is allowed. */
  public static Optional<Duration> parse(String text) {
    return RuleActions.reopen(text);
  }

  public boolean isOpen(@Nullable Instant end, Instant at) {
    return end != null && at.isBefore(end.plus(length));
  }

  /**
   * For the timeline, where a rule or a service says it; empty otherwise: how long ago the incident
   * had ended, and within which window it is reopened.
   */
  public String explained(@Nullable Instant end, Instant at) {
    return by == null || end == null
        ? ""
        : ", "
            + inWords(Duration.between(end, at))
            + " after it ended (window "
            + inWords(length)
            + " by "
            + by
            + ")";
  }

  /** Such as {@code 45 s}, {@code 12 min} or {@code 36 h}. */
  public static String inWords(Duration d) {
    long seconds = Math.max(0, d.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 2 * 3_600 || seconds % 3_600 != 0 && seconds < 86_400
        ? seconds / 60 + " min"
        : seconds / 3_600 + " h";
  }
}
