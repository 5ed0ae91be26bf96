package dev.imas.core.fallback;

import dev.imas.core.fallback.UnroutedRepository.Unrouted;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Marks incidents whose escalation has found nobody, so that it is left to the fallback, and takes
 * the mark away: somebody has taken them on, a later step calls somebody, or another service has
 * them, of which it is asked anew who is told.
 */
public final class UnroutedReaction implements IncidentReaction {

  /** In the metadata of a step of the escalation that found nobody. */
  public static final String FOUND_NOBODY = "found_nobody";

  private final UnroutedRepository repository = new UnroutedRepository();

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<Unrouted> lost = changes.stream().flatMap(change -> lost(change).stream()).toList();
    return repository
        .clear(
            tx,
            changes.stream()
                .filter(UnroutedReaction::isRouted)
                .map(change -> change.after().id())
                .sorted()
                .toList())
        .compose(
            cleared ->
                lost.isEmpty()
                    ? Future.succeededFuture()
                    : repository.mark(tx, lost, changes.getFirst().after().clocks().updatedAt()));
  }

  /** The step of this change that has found nobody, if there is one. */
  static Optional<Unrouted> lost(IncidentChange change) {
    return change.entries().stream()
        .filter(entry -> Boolean.TRUE.equals(entry.metadata().get(FOUND_NOBODY)))
        .reduce((first, second) -> second)
        .map(entry -> new Unrouted(change.after().id(), entry.seq(), entry.message()));
  }

  static boolean isRouted(IncidentChange change) {
    Incident before = change.before();
    return before != null
        && lost(change).isEmpty()
        && before.status() == IncidentStatus.TRIGGERED
        && (change.after().status() != IncidentStatus.TRIGGERED
            || !change.after().serviceId().equals(before.serviceId())
            || callsSomebody(change));
  }

  private static boolean callsSomebody(IncidentChange change) {
    return change.byEscalation()
        && change.called().stream().anyMatch(one -> ChannelKind.calls(one.channel()));
  }
}
