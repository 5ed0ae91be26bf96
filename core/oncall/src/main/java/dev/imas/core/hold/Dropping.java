package dev.imas.core.hold;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.Step;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drops what was not told yet of a change that was taken back: an acknowledgement, or a resolution
 * after which the incident is open again.
 */
public final class Dropping implements IncidentReaction {

  private final TakeBackRepository repository = new TakeBackRepository();
  private final Duration within;

  /**
   * @param within for how long a change can be taken back
   */
  public Dropping(Duration within) {
    this.within = within;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    return repository
        .dropAcknowledgements(tx, of(changes, Dropping::isUnacknowledged))
        .compose(done -> repository.drop(tx, of(changes, this::isReopenedSoon)));
  }

  private static List<UUID> of(List<IncidentChange> changes, Predicate<IncidentChange> which) {
    return changes.stream().filter(which).map(change -> change.after().id()).sorted().toList();
  }

  private static boolean isUnacknowledged(IncidentChange change) {
    return change.entries().stream()
        .anyMatch(entry -> entry.metadata().containsKey(Incident.TAKES_BACK));
  }

  /**
   * Later than that nothing waits any more. Most are reopened later, and then this asks nothing.
   */
  private boolean isReopenedSoon(IncidentChange change) {
    Instant resolved = resolved(change.before());
    return resolved != null
        && change.steps().stream().map(Step::event).anyMatch(IncidentEvent.REOPENED::equals)
        && !change.after().clocks().updatedAt().isAfter(resolved.plus(within));
  }

  private static @Nullable Instant resolved(@Nullable Incident before) {
    return before == null ? null : before.clocks().resolvedAt();
  }
}
