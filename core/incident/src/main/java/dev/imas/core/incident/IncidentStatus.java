package dev.imas.core.incident;

import dev.imas.core.platform.Fault;

/**
 * TRIGGERED → ACKNOWLEDGED → MITIGATED → RESOLVED; any open status may go directly to RESOLVED.
 * RESOLVED goes back to TRIGGERED only by reopening, MITIGATED goes back when an alert fires again,
 * and ACKNOWLEDGED when a person takes the acknowledgement back, or when an escalation policy says
 * that acknowledgements end. Each move returns the next status, or throws a conflict that names the
 * current one.
 */
public enum IncidentStatus {
  TRIGGERED,
  ACKNOWLEDGED,
  MITIGATED,
  RESOLVED;

  public boolean isOpen() {
    return this != RESOLVED;
  }

  IncidentStatus acknowledge() {
    return switch (this) {
      case TRIGGERED -> ACKNOWLEDGED;
      case ACKNOWLEDGED, MITIGATED, RESOLVED -> throw illegal("acknowledged");
    };
  }

  /** Whoever acknowledged it did so by mistake, or cannot work on it after all. */
  IncidentStatus unacknowledge() {
    return switch (this) {
      case ACKNOWLEDGED -> TRIGGERED;
      case TRIGGERED, MITIGATED, RESOLVED -> throw illegal("un-acknowledged");
    };
  }

  IncidentStatus mitigate() {
    return switch (this) {
      case TRIGGERED, ACKNOWLEDGED -> MITIGATED;
      case MITIGATED, RESOLVED -> throw illegal("mitigated");
    };
  }

  IncidentStatus resolve() {
    return switch (this) {
      case TRIGGERED, ACKNOWLEDGED, MITIGATED -> RESOLVED;
      case RESOLVED -> throw illegal("resolved");
    };
  }

  /** A mitigated incident fires again, so people are needed again. */
  IncidentStatus refire() {
    return switch (this) {
      case MITIGATED -> TRIGGERED;
      case TRIGGERED, ACKNOWLEDGED, RESOLVED -> throw illegal("fired again");
    };
  }

  /** An acknowledged incident that nobody seems to work on needs people again. */
  IncidentStatus resume() {
    return switch (this) {
      case ACKNOWLEDGED -> TRIGGERED;
      case TRIGGERED, MITIGATED, RESOLVED -> throw illegal("escalated again");
    };
  }

  IncidentStatus reopen() {
    return switch (this) {
      case RESOLVED -> TRIGGERED;
      case TRIGGERED, ACKNOWLEDGED, MITIGATED -> throw illegal("reopened");
    };
  }

  private Fault illegal(String move) {
    return Fault.conflict("the incident is " + this + " and cannot be " + move);
  }
}
