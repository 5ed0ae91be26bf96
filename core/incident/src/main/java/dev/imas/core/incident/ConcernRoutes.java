package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;

/** {@code /incidents/{id}/scopes/{scope}}: who else an incident concerns (ING-36). */
final class ConcernRoutes {

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentDetails details;
  private final ImpactScopes scopes;
  private final IncidentAccess access;
  private final Unchanged unchanged;

  ConcernRoutes(
      Transactions transactions,
      IncidentCommands commands,
      IncidentDetails details,
      ImpactScopes scopes,
      IncidentAccess access,
      Unchanged unchanged) {
    this.transactions = transactions;
    this.commands = commands;
    this.details = details;
    this.scopes = scopes;
    this.access = access;
    this.unchanged = unchanged;
  }

  void mount(Api api) {
    String path = "/incidents/{id}/scopes/{scope}";
    api.put(path, Permission.INCIDENT_EDIT, call -> change(call, scopes::add));
    api.delete(path, Permission.INCIDENT_EDIT, call -> change(call, scopes::remove));
  }

  /** One of the two things that can be done. */
  @FunctionalInterface
  private interface Planning {
    Future<IncidentChange> plan(
        Tx tx, IncidentChange change, Reference scope, String by, Instant at);
  }

  private Answer change(Call call, Planning planning) {
    Reference scope = call.reference("scope");
    Integer version = call.expectedVersionOrNull();
    UUID id =
        transactions.insist(
            call.tenant(),
            tx -> {
              Incident before = commands.lock(tx, call.path("id")).await();
              Instant now = commands.now();
              access.require(tx, call, Permission.INCIDENT_EDIT, before, now).await();
              unchanged.require(tx, before, version).await();
              IncidentChange change =
                  planning.plan(tx, IncidentChange.of(before), scope, call.author(), now).await();
              commands.save(tx, change).await();
              return before.id();
            });
    return Answer.versioned(transactions.call(call.tenant(), tx -> details.read(tx, id).await()));
  }
}
