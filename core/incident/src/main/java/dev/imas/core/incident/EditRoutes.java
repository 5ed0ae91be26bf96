package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.platform.Transactions;
import java.time.Instant;
import java.util.UUID;

/**
 * {@code PATCH /incidents/{id}}: a person corrects an incident's texts, severity, service or lead.
 */
final class EditRoutes {

  private final Transactions transactions;
  private final IncidentCommands commands;
  private final IncidentDetails details;
  private final Corrections corrections;
  private final IncidentAccess access;
  private final Unchanged unchanged;
  private final FurtherFacts further;

  EditRoutes(
      Transactions transactions,
      IncidentCommands commands,
      IncidentDetails details,
      ServiceRepository services,
      IncidentAccess access,
      Unchanged unchanged,
      FurtherFacts further) {
    this.transactions = transactions;
    this.commands = commands;
    this.details = details;
    this.corrections = new Corrections(services);
    this.access = access;
    this.unchanged = unchanged;
    this.further = further;
  }

  void mount(Api api) {
    api.patch("/incidents/{id}", Permission.INCIDENT_EDIT, this::edit);
  }

  private Answer edit(Call call) {
    int version = call.expectedVersion();
    Body body = call.body();
    FurtherFacts.Plan plan = further.read(FurtherFacts.Moment.EDITING, body);
    IncidentEdit edit = IncidentEdit.read(body, further.members(FurtherFacts.Moment.EDITING));
    UUID id =
        transactions.insist(
            call.tenant(),
            tx -> {
              Incident before = commands.lock(tx, call.path("id")).await();
              access.require(tx, call, Permission.INCIDENT_EDIT, before, commands.now()).await();
              unchanged.require(tx, before, version).await();
              Instant now = commands.now();
              IncidentChange change =
                  plan.apply(
                      tx,
                      corrections.of(tx, before, edit, Author.of(call.principal()), now),
                      call.principal(),
                      now);
              commands.save(tx, change).await();
              return change.after().id();
            });
    return Answer.versioned(transactions.call(call.tenant(), tx -> details.read(tx, id).await()));
  }
}
