package dev.imas.core.drill;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.KeepsUser;
import dev.imas.core.user.Successor;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Drills on a schedule, whose owner is told what goes wrong. Where the owner is gone, the team of
 * the service is, so nobody has to be found who takes their place.
 */
public final class DrillDuties implements KeepsUser {

  private final DrillScheduleRepository schedules = new DrillScheduleRepository();
  private final InstantSource clock;

  public DrillDuties(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Future<List<String>> keeping(Tx tx, UUID user) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public List<String> passing(Tx tx, UUID user) {
    return schedules.owned(tx, user).stream()
        .map(id -> "drill schedule " + existing(tx, id).name())
        .toList();
  }

  @Override
  public void handOver(Tx tx, Call call, UUID user, Successor successor) {
    for (UUID id : schedules.owned(tx, user)) {
      DrillScheduleView before = existing(tx, id);
      Optional<UUID> by = successor.of(tx, user, schedules.team(tx, id));
      if (by.isPresent()) {
        call.require(Permission.DRILL_RUN, null);
        schedules.own(tx, id, by.get(), clock.instant());
        call.audit(
            tx,
            new Audit.Change(
                new Audit.Subject("drill_schedule", id), "reassign", before, existing(tx, id)));
      }
    }
  }

  private DrillScheduleView existing(Tx tx, UUID id) {
    return schedules.existing(tx, Reference.of(id.toString()), clock.instant());
  }
}
