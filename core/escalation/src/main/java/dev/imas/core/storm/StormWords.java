package dev.imas.core.storm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What timelines and titles say of storms. */
final class StormWords {

  /**
   * In the metadata of an entry: it is about a storm; of a child's, the short id of its umbrella.
   */
  static final String FACT = "storm";

  private StormWords() {}

  /**
   * @param policy the name of what they follow; null for none
   */
  static String title(String team, int threshold, @Nullable String policy) {
    return "Storm: more than "
        + threshold
        + " new incidents of "
        + team
        + " within a minute"
        + (policy == null ? "" : " (" + policy + ")");
  }

  static String begins(StormPolicy policy) {
    return "A storm began: more than "
        + policy.threshold()
        + " incidents of the team were opened within a minute. Further ones are held here and"
        + " page nobody, unless one is more severe than all before";
  }

  static String description(StormPolicy policy) {
    return "This incident stands for those that it holds. Each of them is an incident of its own,"
        + " with its alerts, and resolves with them.\n\nThe storm ends when fewer than "
        + policy.endsBelow()
        + " incidents a minute were opened for "
        + length(policy.endsAfter())
        + ". Whatever is still open then stays held here until it is released, or until this"
        + " incident is resolved.";
  }

  static String held(String umbrella) {
    return "; held by the storm " + umbrella + ", so it pages nobody";
  }

  static String ends(boolean isOn, Duration calm, int held, int open) {
    return (isOn
            ? "The storm is over: it was calm for " + length(calm)
            : "Storms were switched off")
        + ". It held "
        + incidents(held)
        + ", of which "
        + (open == 1 ? "1 is" : open + " are")
        + " still open"
        + (open == 0 ? "" : " and held");
  }

  static String rises(String severity) {
    return "Raised to " + severity + " by an incident that it holds";
  }

  static String isBroughtBack() {
    return "No longer mitigated: an incident that it holds is more severe";
  }

  static String resolves() {
    return "Resolved: the storm is over, and it holds no open incident any more";
  }

  static String asks(int incidents) {
    return "Releases " + incidents(incidents) + " and pages whoever is on call";
  }

  static String released(String umbrella, int firing) {
    return "Released from the storm "
        + umbrella
        + ": "
        + (firing == 1 ? "1 alert fires" : firing + " alerts fire");
  }

  static String resolvedWith(String umbrella, String note) {
    return note.isBlank() ? "Resolved with the storm " + umbrella : note;
  }

  private static String incidents(int n) {
    return n == 1 ? "1 incident" : n + " incidents";
  }

  private static String length(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 60 != 0) {
      return seconds + " s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + " h" : seconds / 60 + " min";
  }
}
