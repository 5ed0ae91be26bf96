package dev.imas.core.incident;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a second report of an open incident over the API does to it. Severity and standing are
 * judged as those of an alert that joins it: a more severe one raises it, and calls. What the
 * report says besides is kept.
 */
final class RepeatedReport {

  private static final int LONGEST_KEPT = 2_000;
  private static final int LONGEST_TOLD = 500;

  private RepeatedReport() {}

  static IncidentChange of(Incident open, IncidentCreation.Request request, String by, Instant at) {
    IncidentChange change = IncidentChange.of(open);
    if (open.isRaisedBy(request.severity())) {
      change =
          change.then(
              change
                  .after()
                  .raise(
                      request.severity(),
                      by,
                      at,
                      "Raised to " + request.severity() + " by a report over the API"));
    }
    if (open.isBroughtBack()) {
      change =
          change.then(
              change.after().refire(by, at, "No longer mitigated: reported again over the API"));
    }
    boolean says = !request.description().isBlank();
    boolean describes = says && open.description().isBlank();
    Map<String, Object> facts = new TreeMap<>();
    facts.put("duplicate", true);
    facts.put("severity", request.severity().name());
    if (says) {
      facts.put("description", TimelineEntry.cut(request.description(), LONGEST_KEPT));
    }
    if (request.detectedAt() != null) {
      facts.put("detected_at", request.detectedAt().toString());
    }
    String message =
        "Reported again over the API"
            + (says ? ": " + TimelineEntry.cut(request.description(), LONGEST_TOLD) : "");
    Incident after = change.after();
    return change.then(
        describes
            ? after
                .corrected(
                    after.title(),
                    request.description(),
                    after.serviceId(),
                    after.severity(),
                    after.standing().lead(),
                    by,
                    at)
                .noted(TimelineType.NOTE, by, message, facts, null)
            : after.note(TimelineType.NOTE, by, message, facts, at));
  }
}
