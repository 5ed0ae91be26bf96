package dev.imas.core.incident;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what a correction of an incident needs, and plans it. Only on a virtual thread. */
final class Corrections {

  private final ServiceRepository services;
  private final OwnedServiceRepository owned = new OwnedServiceRepository();
  private final ActivePersonRepository people = new ActivePersonRepository();

  Corrections(ServiceRepository services) {
    this.services = services;
  }

  /** Fails with INVALID if it names no service that is in use, or nobody who could lead. */
  IncidentChange of(Tx tx, Incident before, IncidentEdit edit, Author by, Instant at) {
    UUID to = service(tx, before, edit);
    Author lead = lead(tx, edit);
    Map<UUID, OwnedService> of = owned.load(tx, List.of(before.serviceId(), to)).await();
    return Correction.of(before, edit, lead, known(of, before.serviceId()), known(of, to), by, at);
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

  private @Nullable Author lead(Tx tx, IncidentEdit edit) {
    String wanted = edit.lead() == null ? null : edit.lead().user();
    return wanted == null
        ? null
        : people
            .find(tx, Reference.of(wanted))
            .map(person -> new Author(person.username(), person))
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/lead",
                        "/lead: there is no active user '"
                            + wanted
                            + "'; send the name or id of one, or null for nobody"));
  }

  private static OwnedService known(Map<UUID, OwnedService> services, UUID id) {
    return Objects.requireNonNull(
        services.get(id), "an incident refers to a service that does not exist");
  }
}
