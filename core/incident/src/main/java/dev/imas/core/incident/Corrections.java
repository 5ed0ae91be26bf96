package dev.imas.core.incident;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Reads what a correction of an incident needs, and plans it. Only on a virtual thread. */
final class Corrections {

  private final ServiceRepository services;
  private final OwnedServiceRepository owned = new OwnedServiceRepository();

  Corrections(ServiceRepository services) {
    this.services = services;
  }

  /** Fails with INVALID if it names no service that is in use. */
  IncidentChange of(Tx tx, Incident before, IncidentEdit edit, String by, Instant at) {
    UUID to = service(tx, before, edit);
    Map<UUID, OwnedService> of = owned.load(tx, List.of(before.serviceId(), to)).await();
    return Correction.of(before, edit, known(of, before.serviceId()), known(of, to), by, at);
  }

  private UUID service(Tx tx, Incident before, IncidentEdit edit) {
    String wanted = edit.service();
    return wanted == null
        ? before.serviceId()
        : services
            .findInUse(tx, wanted)
            .await()
            .orElseThrow(() -> IncidentCreation.noService(wanted));
  }

  private static OwnedService known(Map<UUID, OwnedService> services, UUID id) {
    return Objects.requireNonNull(
        services.get(id), "an incident refers to a service that does not exist");
  }
}
