package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedService;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The texts that give incidents their titles and descriptions. They are loaded only if a plan needs
 * them.
 *
 * @param alerts facts by fingerprint
 * @param services services by id, including the triage service unless nothing is loaded
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

  /** The service, or the triage service if it was deleted since the gateway chose it. */
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
