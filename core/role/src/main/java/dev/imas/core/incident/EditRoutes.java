package dev.imas.core.incident;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Scope;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** {@code PATCH /incidents/{id}}: a person corrects what an incident says, or whose it is. */
final class EditRoutes {

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentDetails details;
  private final ServiceRepository services;
  private final OwnedServiceRepository owned = new OwnedServiceRepository();

  EditRoutes(
      Transactions transactions,
      IncidentCommands commands,
      IncidentDetails details,
      ServiceRepository services) {
    this.transactions = transactions;
    this.commands = commands;
    this.details = details;
    this.services = services;
  }

  void mount(Api api) {
    api.patch("/incidents/{id}", Scope.WRITE, this::edit);
  }

  private Future<Answer> edit(Call call) {
    int version = call.expectedVersion();
    IncidentEdit edit = IncidentEdit.read(call.body());
    return transactions
        .run(
            call.tenant(),
            tx ->
                commands
                    .lock(tx, call.path("id"))
                    .compose(before -> correction(tx, call, before, version, edit))
                    .compose(change -> commands.save(tx, change).map(change.after().id())))
        .compose(id -> transactions.run(call.tenant(), tx -> details.read(tx, id)))
        .map(IncidentDetails::answer);
  }

  private Future<IncidentChange> correction(
      Tx tx, Call call, Incident before, int version, IncidentEdit edit) {
    if (before.version() != version) {
      throw Constraints.overtaken();
    }
    return service(tx, before, edit)
        .compose(
            to ->
                owned
                    .load(tx, List.of(before.serviceId(), to))
                    .map(
                        of ->
                            Correction.of(
                                before,
                                edit,
                                known(of, before.serviceId()),
                                known(of, to),
                                call.author(),
                                commands.now())));
  }

  private Future<UUID> service(Tx tx, Incident before, IncidentEdit edit) {
    String wanted = edit.service();
    return wanted == null
        ? Future.succeededFuture(before.serviceId())
        : services
            .findInUse(tx, wanted)
            .map(found -> found.orElseThrow(() -> IncidentCreation.noService(wanted)));
  }

  private static OwnedService known(Map<UUID, OwnedService> services, UUID id) {
    return Objects.requireNonNull(services.get(id), "a service that an incident refers to");
  }
}
