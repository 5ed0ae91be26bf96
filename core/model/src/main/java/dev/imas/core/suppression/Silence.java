package dev.imas.core.suppression;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hides the alerts that all its matchers match, from its start until before its end.
 *
 * @param version grows with each change of it
 * @param work the work that it is made for; null if somebody silenced alerts
 */
public record Silence(
    UUID id,
    int version,
    List<Matcher> matchers,
    @Nullable Work work,
    Instant startsAt,
    Instant endsAt) {

  public Silence {
    matchers = List.copyOf(matchers);
  }

  /**
   * What a maintenance window says beside its matchers.
   *
   * @param services whose alerts alone are hidden; empty for all
   * @param hidesSev1 whether it hides alerts of SEV1 of services that it does not name
   */
  public record Work(Set<UUID> services, boolean hidesSev1) {

    /**
     * Stands for the services where only matchers are read: in Alertmanager's API, and in a core of
     * before there were windows. No alert has it.
     */
    public static final String SERVICE_LABEL = "imas_service";

    public Work {
      services = Set.copyOf(services);
    }

    public boolean concerns(UUID service, Severity severity) {
      return services.isEmpty()
          ? hidesSev1 || severity != Severity.SEV1_CRITICAL
          : services.contains(service);
    }
  }

  /** Where a silence stands, in Alertmanager's words. */
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED;

    public static State at(Instant now, Instant startsAt, Instant endsAt) {
      if (!endsAt.isAfter(now)) {
        return EXPIRED;
      }
      return startsAt.isAfter(now) ? PENDING : ACTIVE;
    }
  }

  /** Whether it hides an alert that its matchers match. */
  boolean hides(UUID service, Severity severity, Instant now) {
    return isActive(now) && concerns(service, severity);
  }

  /** Whether it hides such an alert while it is in force, if its matchers match. */
  boolean concerns(UUID service, Severity severity) {
    return work == null || work.concerns(service, severity);
  }

  private boolean isActive(Instant now) {
    return State.at(now, startsAt, endsAt) == State.ACTIVE;
  }
}
