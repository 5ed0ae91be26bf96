package dev.imas.core.intake;

import java.util.UUID;

/** Provides a plan with new ids. */
public interface IntakeIds {

  UUID incidentId();

  /** A short id that is free now; the insert checks it again. */
  String shortId();
}
