package dev.imas.core.suspicion;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reason of a score, with its points.
 *
 * @param minutes how long before the incident; only of {@link Reason#AGE}
 * @param confirmed how many earlier changes of the service caused an incident; only of {@link
 *     Reason#HISTORY}
 * @param judged of how many that is known; only of {@link Reason#HISTORY}
 */
public record SuspectLine(
    Reason reason,
    int points,
    @Nullable Integer minutes,
    @Nullable Integer confirmed,
    @Nullable Integer judged) {

  /** Why a change is suspect. */
  public enum Reason {
    SAME_SERVICE,
    DEPENDENCY,
    SAME_ENVIRONMENT,
    AGE,
    FAILED,
    SETTING,
    OVERRIDDEN,
    UNGATED,
    HISTORY,
    REPORTED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    public String wireName() {
      return wireName;
    }

    public static Optional<Reason> parse(String name) {
      for (Reason reason : values()) {
        if (reason.wireName.equals(name)) {
          return Optional.of(reason);
        }
      }
      return Optional.empty();
    }
  }

  static SuspectLine of(Reason reason, int points) {
    return new SuspectLine(reason, points, null, null, null);
  }

  /** As people read it. */
  public String text() {
    return switch (reason) {
      case SAME_SERVICE -> "it changed the incident's service";
      case DEPENDENCY -> "it changed a service that the incident's service depends on";
      case SAME_ENVIRONMENT -> "it changed the incident's environment";
      case AGE ->
          minutes == null || minutes == 0
              ? "it happened less than a minute before, or was under way"
              : "it happened " + minutes + (minutes == 1 ? " minute" : " minutes") + " before";
      case FAILED -> "it failed or was rolled back";
      case SETTING -> "it changed a configuration or a flag";
      case OVERRIDDEN -> "it went against the gate's answer";
      case UNGATED -> "nobody asked the gate";
      case HISTORY ->
          confirmed
              + " of "
              + judged
              + " judged changes of its service were confirmed to have caused an incident";
      case REPORTED -> "the incident's alert says that this deployment failed";
    };
  }
}
