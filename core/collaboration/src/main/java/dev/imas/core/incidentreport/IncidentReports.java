package dev.imas.core.incidentreport;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.incident.Clocks;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.incidentreport.IncidentReport.Entry;
import dev.imas.core.incidentreport.IncidentReport.Value;
import dev.imas.core.incidentreport.IncidentReportRepository.Facts;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the report of an incident. On a virtual thread. */
final class IncidentReports {

  /** A report of more entries is cut. */
  static final int MOST_ENTRIES = 2_000;

  private static final String USERS = "users_affected";
  private static final String FUNCTIONS = "functions_affected";
  private static final String BUSINESS = "business_impact";
  private static final Set<String> NAMED = Set.of(USERS, FUNCTIONS, BUSINESS);

  private final IncidentReportRepository repository = new IncidentReportRepository();
  private final OwnedServiceRepository services = new OwnedServiceRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final TenantTimes times = new TenantTimes();

  /** A report and the language of the tenant's messages. */
  record Collected(IncidentReport report, String language) {}

  /**
   * @param withTimeline whether its timeline is wanted, too
   */
  Collected collect(Tx tx, Incident incident, boolean withTimeline, Instant now) {
    Facts facts = repository.facts(tx, incident.id());
    List<Value> values = repository.values(tx, incident.id());
    OwnedService service =
        Objects.requireNonNull(
            services.load(tx, List.of(incident.serviceId())).await().get(incident.serviceId()));
    List<Entry> entries = withTimeline ? entries(tx, incident) : List.of();
    boolean isCut = entries.size() > MOST_ENTRIES;
    Clocks clocks = incident.clocks();
    String impact = facts.impact();
    IncidentReport report =
        new IncidentReport(
            incident.shortId(),
            incident.title(),
            incident.description(),
            "P" + (incident.severity().ordinal() + 1),
            status(incident.status(), facts.hasOpenDuty()),
            service.name(),
            service.team(),
            incident.lead(),
            facts.scopes(),
            clocks.detectedAt(),
            clocks.acknowledgedAt(),
            clocks.resolvedAt(),
            facts.impactStartedAt(),
            facts.impactEndedAt(),
            seconds(facts.impactStartedAt(), facts.impactEndedAt()),
            valueOf(values, USERS),
            valueOf(values, FUNCTIONS),
            impact == null || impact.isBlank() ? valueOf(values, BUSINESS) : impact,
            facts.cause(),
            incident.standing().rootCause(),
            incident.standing().resolutionNote(),
            values.stream().filter(one -> !NAMED.contains(one.key())).toList(),
            repository.actions(tx, incident.id()),
            repository.updates(tx, incident.id()),
            isCut ? entries.subList(0, MOST_ENTRIES) : entries,
            isCut,
            times.read(tx).zone().getId(),
            now);
    return new Collected(report, facts.language());
  }

  private List<Entry> entries(Tx tx, Incident incident) {
    return timeline.read(tx, incident.id(), 0, MOST_ENTRIES + 1).await().stream()
        .map(line -> new Entry(line.timestamp(), line.type(), line.createdBy(), line.message()))
        .toList();
  }

  private static String status(IncidentStatus status, boolean hasOpenDuty) {
    return switch (status) {
      case TRIGGERED -> "open";
      case ACKNOWLEDGED, MITIGATED -> "in_progress";
      case RESOLVED -> hasOpenDuty ? "resolved" : "closed";
    };
  }

  private static @Nullable Long seconds(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : Duration.between(from, to).toSeconds();
  }

  private static @Nullable String valueOf(List<Value> values, String key) {
    return values.stream()
        .filter(one -> one.key().equals(key))
        .map(Value::value)
        .findFirst()
        .orElse(null);
  }
}
