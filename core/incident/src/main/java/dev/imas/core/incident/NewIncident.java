package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of a new incident. */
public record NewIncident(
    UUID id,
    String shortId,
    String title,
    String description,
    UUID serviceId,
    Severity severity,
    Incident.Origin origin,
    @Nullable String groupKey,
    boolean autoResolve,
    String createdBy,
    Instant detectedAt,
    @Nullable UUID previousId) {

  Subject subject() {
    return new Subject(
        id, shortId, title, description, serviceId, origin, groupKey, createdBy, previousId);
  }

  Standing standing(Instant at) {
    return new Standing(
        severity,
        IncidentStatus.TRIGGERED,
        autoResolve,
        null,
        Clocks.opened(detectedAt, at),
        null,
        null,
        Counts.NONE,
        SetBy.NOBODY,
        null,
        1);
  }
}
