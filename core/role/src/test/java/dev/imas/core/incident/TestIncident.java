package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An incident that an alert opened thirty seconds after it began, but for what a test says. */
public record TestIncident(
    UUID id, String shortId, UUID serviceId, Severity severity, @Nullable String groupKey) {

  public static final UUID SERVICE = new UUID(0, 2);

  public static TestIncident any() {
    return new TestIncident(
        new UUID(0, 9), "INC-22222", SERVICE, Severity.SEV2_HIGH, "{alertname=\"Down\"}");
  }

  public TestIncident called(UUID id, String shortId) {
    return new TestIncident(id, shortId, serviceId, severity, groupKey);
  }

  public TestIncident of(UUID service) {
    return new TestIncident(id, shortId, service, severity, groupKey);
  }

  public TestIncident as(Severity severity) {
    return new TestIncident(id, shortId, serviceId, severity, groupKey);
  }

  public TestIncident in(@Nullable String group) {
    return new TestIncident(id, shortId, serviceId, severity, group);
  }

  public Incident openedAt(Instant at) {
    return openingAt(at).incident();
  }

  public Step openingAt(Instant at) {
    return Incident.open(
        new NewIncident(
            id,
            shortId,
            "Down",
            "",
            serviceId,
            severity,
            Incident.Origin.ALERT,
            groupKey,
            true,
            Incident.SYSTEM,
            at.minus(Duration.ofSeconds(30)),
            null),
        "opened",
        Map.of(),
        at);
  }

  /** The incident as a person corrected it. */
  public static Incident corrected(
      Incident before, Severity severity, String title, String description, String by) {
    return before.corrected(
        title,
        description,
        before.serviceId(),
        severity,
        before.standing().lead(),
        by,
        before.clocks().updatedAt());
  }
}
