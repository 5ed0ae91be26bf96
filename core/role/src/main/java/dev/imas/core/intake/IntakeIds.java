package dev.imas.core.intake;

import java.util.UUID;

/** Where a plan takes new names from. */
public interface IntakeIds {

  UUID incidentId();

  /** Free at the moment; the insert finds out whether it still is. */
  String shortId();
}
