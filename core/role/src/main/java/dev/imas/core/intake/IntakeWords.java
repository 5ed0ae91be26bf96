package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedService;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What incidents are named and described by. Not loaded until a plan says that it needs it.
 *
 * @param alerts by fingerprint
 * @param services by id; with the triage service, unless nothing is loaded
 */
public record IntakeWords(Map<UUID, AlertFacts> alerts, Map<UUID, OwnedService> services) {

  /** Nothing is loaded. */
  public static final IntakeWords NONE = new IntakeWords(Map.of(), Map.of());

  public IntakeWords {
    alerts = Map.copyOf(alerts);
    services = Map.copyOf(services);
  }

  boolean isLoaded() {
    return !services.isEmpty();
  }

  @Nullable AlertFacts alert(UUID fingerprint) {
    return alerts.get(fingerprint);
  }

  /** The triage service where that one was deleted since the gateway chose it. */
  OwnedService serviceOrTriage(UUID id) {
    OwnedService service = services.get(id);
    return service != null
        ? service
        : services.values().stream()
            .filter(OwnedService::isTriage)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the tenant has no triage service"));
  }
}
