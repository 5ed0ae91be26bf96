package dev.imas.core.runbook;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import dev.imas.core.runbook.RunbookRepository.Author;
import dev.imas.core.runbook.StepProgress.Confirmation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /incidents/{id}/runbook}: the runbook of an incident, and its steps. */
final class IncidentRunbookRoutes {

  private static final String PATH = "/incidents/{id}/runbook";
  private static final int LONGEST_WHY = 500;

  private final Transactions transactions;
  private final RunbookRepository runbooks;
  private final IncidentRunbookRepository repository;
  private final IncidentRunbooks commands;
  private final IncidentAccess access;
  private final Missing missing;
  private final IncidentRepository incidents = new IncidentRepository();

  IncidentRunbookRoutes(
      Transactions transactions,
      RunbookRepository runbooks,
      IncidentRunbookRepository repository,
      IncidentRunbooks commands,
      IncidentAccess access,
      Missing missing) {
    this.transactions = transactions;
    this.runbooks = runbooks;
    this.repository = repository;
    this.commands = commands;
    this.access = access;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get(PATH, Permission.INCIDENT_READ, this::get);
    api.put(PATH, Permission.INCIDENT_ACKNOWLEDGE, this::attach);
    api.delete(PATH, Permission.INCIDENT_ACKNOWLEDGE, this::detach);
    api.put(PATH + "/steps/{step}", Permission.INCIDENT_ACKNOWLEDGE, this::tick);
  }

  private Answer get(Call call) {
    call.query();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id = id(tx, call.path("id"));
              return view(
                  tx,
                  incidents
                      .read(tx, id)
                      .await()
                      .orElseThrow(() -> missing.incident(id.toString())));
            }));
  }

  private IncidentRunbookView view(Tx tx, Incident incident) {
    AttachedRunbook attached = repository.find(tx, incident.id()).orElse(null);
    return IncidentRunbookView.of(
        repository.facts(tx, List.of(incident)).getFirst(),
        attached,
        attached == null ? Map.of() : repository.steps(tx, incident.id()));
  }

  private Answer attach(Call call) {
    int version = call.expectedVersion();
    Body body = call.body().only("runbook", "why");
    Reference runbook = body.requiredReference("runbook");
    String why = body.text("why", LONGEST_WHY, "").strip();
    body.throwIfFaulty();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              Incident locked = locked(tx, call);
              RunbookView found =
                  runbooks
                      .find(tx, runbook)
                      .orElseThrow(
                          () ->
                              Fault.invalid(
                                  "/runbook",
                                  "/runbook: there is no runbook '" + runbook + "'; name another"));
              commands.attach(tx, locked, found, version, why, call.author());
              return view(tx, locked);
            }));
  }

  private Answer detach(Call call) {
    int version = call.expectedVersion();
    transactions.call(
        call.tenant(),
        tx -> {
          Incident locked = locked(tx, call);
          commands.detach(tx, locked, version, call.author());
          return locked;
        });
    return Answer.noContent();
  }

  /**
   * The first request of a step that needs two is kept, so its transaction ends well before the
   * caller is told to send another one.
   *
   * @param after null if the step was not changed
   */
  private record Ticked(@Nullable IncidentRunbookView after, Optional<Confirmation> asked) {}

  private Answer tick(Call call) {
    int number = number(call.path("step"));
    Body body = call.body();
    StepDraft draft = StepDraft.read(body);
    body.throwIfFaulty();
    Principal.Person person = call.principal().person();
    Author by = new Author(call.author(), person == null ? null : person.id());
    Ticked ticked =
        transactions.call(
            call.tenant(),
            tx -> {
              Incident locked = locked(tx, call);
              Optional<Confirmation> asked = commands.tick(tx, locked, number, draft, by);
              return new Ticked(asked.isPresent() ? null : view(tx, locked), asked);
            });
    ticked.asked.ifPresent(asked -> askAgain(number, asked));
    return Answer.versioned(Objects.requireNonNull(ticked.after));
  }

  private static void askAgain(int step, Confirmation asked) {
    throw Fault.at(
            Fault.Kind.PRECONDITION_REQUIRED,
            "/confirmation",
            "step "
                + step
                + " needs a confirmation; send the same request again with this confirmation, at"
                + " the latest at "
                + asked.ends())
        .with("confirmation", asked.nonce().toString())
        .with("confirm_until", asked.ends().toString());
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Fault.notFound("there is no step " + text + "; steps have numbers from 1 on");
    }
  }

  private Incident locked(Tx tx, Call call) {
    String reference = call.path("id");
    Incident locked =
        incidents.lock(tx, List.of(id(tx, reference))).await().stream()
            .findFirst()
            .orElseThrow(() -> missing.incident(reference));
    access.require(tx, call, Permission.INCIDENT_ACKNOWLEDGE, locked, commands.now()).await();
    return locked;
  }

  private UUID id(Tx tx, String reference) {
    return incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
  }
}
