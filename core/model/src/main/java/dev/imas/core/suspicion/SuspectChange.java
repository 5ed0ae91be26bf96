package dev.imas.core.suspicion;

import java.time.Instant;
import java.util.UUID;

/**
 * A change before an incident, by what its score depends on.
 *
 * @param at when it happened; of a deployment that was under way, when it ended
 * @param nearness how near its service is to that of the incident
 * @param isSameEnvironment whether both are known to be of one environment
 * @param hasFailed whether it failed or was rolled back
 * @param isSetting whether it changed a configuration or a flag
 * @param gate what the gate said of it
 * @param history what became of earlier changes of its service
 * @param isReported whether the alert that opened the incident says that this deployment failed
 */
public record SuspectChange(
    ChangeKind kind,
    UUID id,
    Instant at,
    Nearness nearness,
    boolean isSameEnvironment,
    boolean hasFailed,
    boolean isSetting,
    Gate gate,
    History history,
    boolean isReported) {

  /** How near the service of a change is to that of the incident. */
  public enum Nearness {
    SAME_SERVICE,
    /** The incident's service depends on it. */
    DEPENDENCY,
    OTHER
  }

  /** What the gate said of a change. */
  public enum Gate {
    /** There is no gate for it. */
    UNKNOWN,
    ALLOWED,
    /** It was allowed against the gate's answer. */
    OVERRIDDEN,
    /** Nobody asked the gate. */
    UNGATED
  }

  /**
   * Earlier changes of a service.
   *
   * @param confirmed how many were confirmed to have caused an incident
   * @param judged how many were confirmed or rejected
   */
  public record History(int confirmed, int judged) {

    public static final History NONE = new History(0, 0);

    public History {
      if (confirmed < 0 || judged < confirmed) {
        throw new IllegalArgumentException(confirmed + " of " + judged);
      }
    }
  }
}
