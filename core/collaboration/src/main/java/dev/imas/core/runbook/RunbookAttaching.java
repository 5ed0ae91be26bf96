package dev.imas.core.runbook;

import dev.imas.core.http.Reference;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.procedure.Candidate;
import dev.imas.core.procedure.RunbookSelection;
import dev.imas.core.procedure.Suggestion;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Attaches the runbook that fits to incidents that have none (INC-25). One that somebody took away
 * does not come back by itself.
 */
final class RunbookAttaching implements TimerKind.Handler {

  static final String TIMER = "runbook";

  private final IncidentRepository incidents = new IncidentRepository();
  private final RunbookRepository runbooks;
  private final IncidentRunbookRepository repository;
  private final IncidentWriter writer;
  private final InstantSource clock;

  RunbookAttaching(
      RunbookRepository runbooks,
      IncidentRunbookRepository repository,
      IncidentWriter writer,
      InstantSource clock) {
    this.runbooks = runbooks;
    this.repository = repository;
    this.writer = writer;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).distinct().sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    List<IncidentFacts> open = open(tx, ids(due));
    Collection<Candidate> candidates =
        runbooks.candidates(
            tx, open.stream().map(one -> one.incident().serviceId()).collect(Collectors.toSet()));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<IncidentChange> changes = new ArrayList<>();
    // In the order of the ids: two cores may count the same ones.
    Map<UUID, Integer> used = new TreeMap<>();
    for (IncidentFacts facts : open) {
      Suggestion chosen = RunbookSelection.of(candidates, facts.situation()).chosen();
      if (chosen != null) {
        Candidate runbook = chosen.runbook();
        changes.add(attach(tx, facts, chosen, now));
        used.merge(runbook.id(), 1, Integer::sum);
      }
    }
    used.forEach((runbook, times) -> runbooks.used(tx, runbook, times, now));
    writer.apply(tx, changes).await();
    return Future.succeededFuture(new TimerKind.Fired(changes.size() + " runbooks attached"));
  }

  private List<IncidentFacts> open(Tx tx, List<UUID> ids) {
    Set<UUID> decided = repository.decided(tx, ids);
    List<Incident> open =
        incidents.lock(tx, ids).await().stream()
            .filter(incident -> incident.status().isOpen() && !decided.contains(incident.id()))
            .toList();
    return open.isEmpty() ? List.of() : repository.facts(tx, open);
  }

  private IncidentChange attach(Tx tx, IncidentFacts facts, Suggestion chosen, Instant now) {
    Candidate candidate = chosen.runbook();
    RunbookView runbook = runbooks.existing(tx, Reference.of(candidate.id().toString()));
    AttachedRunbook attached =
        new AttachedRunbook(
            facts.incident().id(),
            AttachedRunbook.Pinned.of(runbook),
            chosen.why(),
            Incident.SYSTEM,
            now,
            1);
    repository.write(tx, attached);
    return IncidentChange.of(facts.incident()).then(RunbookEntries.attached(facts, attached));
  }
}
