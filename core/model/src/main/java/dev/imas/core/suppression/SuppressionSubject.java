package dev.imas.core.suppression;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.List;
import java.util.UUID;

/**
 * An alert that has changed, as the question whether it is hidden sees it.
 *
 * @param service its own
 * @param fires whether it fires now
 * @param hasFired whether it fires now, or has done so among these changes: what begins and ends in
 *     one set must not be told either. Its labels matter only then
 * @param isRecorded whether a rule only records it
 * @param isTest whether it is a test, which inhibits and is inhibited by tests alone
 * @param openings the changes by which it began to fire, and that are counted as suppressed if it
 *     is hidden; empty if it fired before
 */
public record SuppressionSubject(
    UUID fingerprint,
    UUID service,
    Severity severity,
    Labels labels,
    boolean fires,
    boolean hasFired,
    boolean isRecorded,
    boolean isTest,
    List<Integer> openings) {

  /** One that is real. */
  public SuppressionSubject(
      UUID fingerprint,
      UUID service,
      Severity severity,
      Labels labels,
      boolean fires,
      boolean hasFired,
      boolean isRecorded,
      List<Integer> openings) {
    this(fingerprint, service, severity, labels, fires, hasFired, isRecorded, false, openings);
  }

  public SuppressionSubject {
    openings = List.copyOf(openings);
  }
}
