package dev.imas.core.runbook;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.procedure.Candidate;
import dev.imas.core.procedure.RunbookSelection;
import dev.imas.core.procedure.Situation;
import dev.imas.core.retention.Missing;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which runbook fits, and why: for an alert that somebody makes up, and for an incident. Patterns
 * are tried after the transaction has ended.
 */
final class RunbookTrialRoutes {

  private final Transactions transactions;
  private final Computations computations;
  private final RunbookRepository runbooks;
  private final IncidentRunbookRepository repository;
  private final Missing missing;
  private final ServiceRepository services = new ServiceRepository();
  private final IncidentRepository incidents = new IncidentRepository();

  RunbookTrialRoutes(
      Transactions transactions,
      Computations computations,
      RunbookRepository runbooks,
      IncidentRunbookRepository repository,
      Missing missing) {
    this.transactions = transactions;
    this.computations = computations;
    this.runbooks = runbooks;
    this.repository = repository;
    this.missing = missing;
  }

  void mount(Api api) {
    api.post("/runbooks/try", Permission.RUNBOOK_READ, this::tryOne);
    api.get("/incidents/{id}/runbook/suggestions", Permission.INCIDENT_READ, this::suggestions);
  }

  private record Judged(Situation situation, List<Candidate> candidates) {}

  private Answer tryOne(Call call) {
    Body body = call.body().only("service", "alert_name", "title", "severity");
    Reference service = body.requiredReference("service");
    String alertName = body.text("alert_name", 1_000, "").strip();
    String title = body.text("title", Incident.LONGEST_TITLE, "").strip();
    Severity severity = body.severity("severity");
    if (severity == null && body.present("severity") == null) {
      body.fault("/severity", "is missing; use SEV1 to SEV4");
    }
    body.throwIfFaulty();
    Severity known = severity == null ? Severity.SEV3_MEDIUM : severity;
    return selected(
        call,
        tx -> {
          ServiceView found = service(tx, service);
          return judged(tx, new Situation(found.id(), found.name(), alertName, title, known));
        });
  }

  private ServiceView service(Tx tx, Reference service) {
    return services
        .findId(tx, service)
        .await()
        .flatMap(id -> services.find(tx, id).await())
        .orElseThrow(
            () ->
                Fault.invalid(
                    "/service", "/service: there is no service '" + service + "'; name another"));
  }

  private Answer suggestions(Call call) {
    call.query();
    return selected(
        call,
        tx -> {
          String reference = call.path("id");
          Incident incident =
              incidents
                  .findId(tx, reference)
                  .await()
                  .flatMap(id -> incidents.read(tx, id).await())
                  .orElseThrow(() -> missing.incident(reference));
          return judged(tx, repository.facts(tx, List.of(incident)).getFirst().situation());
        });
  }

  private Judged judged(Tx tx, Situation situation) {
    return new Judged(situation, runbooks.candidates(tx, Set.of(situation.service())));
  }

  private Answer selected(Call call, Function<Tx, Judged> reading) {
    Judged read = transactions.call(call.tenant(), reading);
    return Answer.ok(
        computations
            .of(call.tenant())
            .call(
                () ->
                    SuggestionView.Chosen.of(
                        RunbookSelection.of(read.candidates(), read.situation()))));
  }
}
