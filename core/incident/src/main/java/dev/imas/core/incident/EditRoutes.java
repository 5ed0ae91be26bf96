package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * {@code PATCH /incidents/{id}}: a person corrects an incident's texts, severity, service or lead.
 */
final class EditRoutes {

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentDetails details;
  private final ServiceRepository services;
  private final IncidentAccess access;
  private final Unchanged unchanged;
  private final OwnedServiceRepository owned = new OwnedServiceRepository();

  EditRoutes(
      Transactions transactions,
      IncidentCommands commands,
      IncidentDetails details,
      ServiceRepository services,
      IncidentAccess access,
      Unchanged unchanged) {
    this.transactions = transactions;
    this.commands = commands;
    this.details = details;
    this.services = services;
    this.access = access;
    this.unchanged = unchanged;
  }

  void mount(Api api) {
    api.patch("/incidents/{id}", Permission.INCIDENT_EDIT, this::edit);
  }

  private Answer edit(Call call) {
    int version = call.expectedVersion();
    IncidentEdit edit = IncidentEdit.read(call.body());
    UUID id =
        transactions.call(
            call.tenant(),
            tx -> {
              Incident before = commands.lock(tx, call.path("id")).await();
              access.require(tx, call, Permission.INCIDENT_EDIT, before, commands.now()).await();
              unchanged.require(tx, before, version).await();
              IncidentChange change = correction(tx, call, before, edit);
              commands.save(tx, change).await();
              return change.after().id();
            });
    return Answer.versioned(transactions.call(call.tenant(), tx -> details.read(tx, id).await()));
  }

  private IncidentChange correction(Tx tx, Call call, Incident before, IncidentEdit edit) {
    UUID to = service(tx, before, edit);
    Map<UUID, OwnedService> of = owned.load(tx, List.of(before.serviceId(), to)).await();
    return Correction.of(
        before, edit, known(of, before.serviceId()), known(of, to), call.author(), commands.now());
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
