package dev.imas.core.storm;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Closes a storm with its umbrella, whoever resolves that, and has released what it still holds. An
 * incident of which a person has people called is held no longer.
 */
public final class StormReaction implements IncidentReaction {

  private final HeldRepository storms = new HeldRepository();
  private final StormRepository repository = new StormRepository();
  private final StormTenants tenants;
  private final Timers timers;
  private final InstantSource clock;

  public StormReaction(StormTenants tenants, Timers timers, InstantSource clock) {
    this.tenants = tenants;
    this.timers = timers;
    this.clock = clock;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<UUID> over = new ArrayList<>();
    List<UUID> called = new ArrayList<>();
    boolean mayHold = tx.tenant().filter(one -> tenants.mayContain(one.value())).isPresent();
    for (IncidentChange change : changes) {
      Incident after = change.after();
      if (after.origin() == Incident.Origin.STORM) {
        if (change.ends()) {
          over.add(after.id());
        }
      } else if (mayHold && !change.isNew() && isCalledByAPerson(change)) {
        called.add(after.id());
      }
    }
    if (over.isEmpty() && called.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Future<Void> closed =
        over.isEmpty()
            ? Future.succeededFuture()
            : storms
                .close(tx, over.stream().sorted().toList(), now)
                .compose(done -> StormRelease.of(timers, tx, over));
    return Pipeline.join(List.of(closed, repository.letGo(tx, called, Incident.SYSTEM, now)))
        .mapEmpty();
  }

  private static boolean isCalledByAPerson(IncidentChange change) {
    return change.steps().stream()
        .anyMatch(
            step ->
                step.event() != null
                    && step.event().calls()
                    && !step.entry().author().equals(Incident.SYSTEM));
  }
}
