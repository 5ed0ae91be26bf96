package dev.imas.core.servicelevel;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import dev.imas.core.sla.IncidentClocks;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts, stops and aims the clocks of incidents in the transaction that changes these, for all of
 * them together. Breaches that it finds are written into the timeline by their timers.
 */
final class ClockReaction implements IncidentReaction {

  private final ServiceLevelTenants tenants;
  private final ClockStore store;
  private final InstantSource clock;

  ClockReaction(ServiceLevelTenants tenants, ClockStore store, InstantSource clock) {
    this.tenants = tenants;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    if (tx.tenant().filter(one -> tenants.mayContain(one.value())).isEmpty()) {
      return Future.succeededFuture();
    }
    List<IncidentChange> some = changes.stream().filter(ClockMoves::concern).toList();
    if (some.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<UUID> known =
        some.stream()
            .filter(change -> !change.isNew())
            .map(change -> change.after().id())
            .collect(Collectors.toSet());
    Set<UUID> services =
        some.stream()
            .flatMap(
                change ->
                    Stream.concat(Stream.ofNullable(change.before()), Stream.of(change.after())))
            .map(Incident::serviceId)
            .collect(Collectors.toSet());
    return store.read(tx, known, services).compose(read -> move(tx, some, read));
  }

  private Future<Void> move(Tx tx, List<IncidentChange> changes, ClockStore.Read read) {
    List<KeptClock> changed = new ArrayList<>();
    for (IncidentChange change : changes) {
      Incident after = change.after();
      Incident before = change.before();
      boolean mayOpen = !change.isHeld() && !after.clocks().createdAt().isBefore(read.since());
      IncidentClocks clocks = read.of(before == null ? after : before);
      if (mayOpen || !clocks.clocks().isEmpty()) {
        changed.addAll(
            ClockStore.changed(
                after.id(),
                read.of(after.id()),
                ClockMoves.after(change, clocks, mayOpen, read::tier, read)));
      }
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return store.write(tx, changed, now);
  }
}
