package dev.imas.core.procedure;

/**
 * A runbook that somebody may follow for an incident.
 *
 * @param fit how well it fits
 * @param why for people, as the rest of a sentence that begins with "because"
 */
public record Suggestion(Candidate runbook, Fit fit, String why) {

  /** How well a runbook fits, the most specific first. Only the first three are attached. */
  public enum Fit {
    SERVICE_AND_PATTERN,
    SERVICE,
    GLOBAL_PATTERN,
    /** It is of the service, but for other alerts or severities. */
    SAME_SERVICE,
    /** It is for all services, but for other alerts or severities, or for none in particular. */
    GLOBAL;

    boolean isAttached() {
      return compareTo(GLOBAL_PATTERN) <= 0;
    }
  }
}
