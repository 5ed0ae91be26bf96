package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values of a new incident.
 *
 * @param lead null: nobody leads it yet
 */
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
    @Nullable UUID previousId,
    @Nullable Author lead) {

  /** One that nobody leads yet, as a machine opens it. */
  public NewIncident(
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
    this(
        id,
        shortId,
        title,
        description,
        serviceId,
        severity,
        origin,
        groupKey,
        autoResolve,
        createdBy,
        detectedAt,
        previousId,
        null);
  }

  Subject subject() {
    return new Subject(
        id, shortId, title, description, serviceId, origin, groupKey, createdBy, previousId);
  }

  Standing standing(Instant at) {
    return new Standing(
        severity,
        IncidentStatus.TRIGGERED,
        autoResolve,
        lead,
        Clocks.opened(detectedAt, at),
        null,
        null,
        Counts.NONE,
        SetBy.NOBODY,
        null,
        1);
  }
}
