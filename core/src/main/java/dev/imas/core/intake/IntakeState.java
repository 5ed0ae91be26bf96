package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.incident.Incident;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Everything that is known before a plan is made.
 *
 * @param transitions in any order, repeats allowed, those applied already included
 * @param alerts by fingerprint
 * @param progress by fingerprint; absent: nothing applied yet
 * @param incidents those of the progress entries, and for each group key the open one, or the last
 *     resolved one
 * @param links whether the alert fires, for each pair of an incident and an alert of the above
 * @param services those named by transitions and incidents, and the triage service
 */
public record IntakeState(
    List<Transition> transitions,
    Map<UUID, AlertFacts> alerts,
    Map<UUID, Progress> progress,
    List<Incident> incidents,
    Map<Link, Boolean> links,
    Map<UUID, OwnedService> services) {

  public IntakeState {
    transitions = List.copyOf(transitions);
    incidents = List.copyOf(incidents);
  }

  OwnedService triage() {
    return services.values().stream()
        .filter(OwnedService::isTriage)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the tenant has no triage service"));
  }
}
