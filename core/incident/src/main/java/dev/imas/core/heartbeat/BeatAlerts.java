package dev.imas.core.heartbeat;

import dev.imas.core.heartbeat.BeatAlertRepository.Watch;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the alerts that are beats. Intake asks for each unit, and opens no incident for these. What
 * is asked of the database each time concerns only tenants who have such heartbeats. Safe for use
 * by several threads.
 */
public final class BeatAlerts {

  /** An alert that comes sooner after its heartbeat was made may open an incident. */
  static final Duration KEPT = Duration.ofSeconds(5);

  private static final int MOST_TENANTS = 20_000;

  private record Known(Instant at, List<Watch> watches) {}

  private final Map<UUID, Known> byTenant = new ConcurrentHashMap<>();
  private final BeatAlertRepository alerts = new BeatAlertRepository();
  private final InstantSource clock;

  public BeatAlerts(InstantSource clock) {
    this.clock = clock;
  }

  /** Those of these alerts that are beats, and notes whose. */
  public Future<Set<UUID>> among(Tx tx, TenantId tenant, Collection<UUID> firing) {
    if (firing.isEmpty()) {
      return Future.succeededFuture(Set.of());
    }
    return watches(tx, tenant)
        .compose(
            watches ->
                watches.isEmpty()
                    ? Future.succeededFuture(Set.of())
                    : alerts.find(tx, watches, firing));
  }

  private Future<List<Watch>> watches(Tx tx, TenantId tenant) {
    Instant now = clock.instant();
    Known known = byTenant.get(tenant.value());
    if (known != null && Duration.between(known.at, now).abs().compareTo(KEPT) < 0) {
      return Future.succeededFuture(known.watches);
    }
    return alerts
        .watches(tx)
        .onSuccess(
            watches -> {
              if (byTenant.size() >= MOST_TENANTS) {
                byTenant.clear();
              }
              byTenant.put(tenant.value(), new Known(now, watches));
            });
  }
}
