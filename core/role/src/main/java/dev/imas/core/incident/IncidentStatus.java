package dev.imas.core.incident;

import dev.imas.core.platform.Fault;

/**
 * TRIGGERED → ACKNOWLEDGED → MITIGATED → RESOLVED; any open status may go straight to RESOLVED,
 * RESOLVED goes back to TRIGGERED by reopening alone, and MITIGATED when an alert fires in it. Each
 * move answers the next status, or a conflict that names the present one.
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

  /** What was mitigated fires again: people are needed anew. */
  IncidentStatus refire() {
    return switch (this) {
      case MITIGATED -> TRIGGERED;
      case TRIGGERED, ACKNOWLEDGED, RESOLVED -> throw illegal("fired again");
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
