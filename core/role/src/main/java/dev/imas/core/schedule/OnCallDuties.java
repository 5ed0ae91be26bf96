package dev.imas.core.schedule;

import dev.imas.core.platform.Tx;
import dev.imas.core.user.KeepsUser;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Keeps users who take turns, are put on call by an override, or stand in. */
public final class OnCallDuties implements KeepsUser {

  private final ScheduleRepository schedules = new ScheduleRepository();
  private final InstantSource clock;

  public OnCallDuties(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Future<List<String>> keeping(Tx tx, UUID user) {
    return Future.succeededFuture(schedules.keeping(tx, user, clock.instant()));
  }
}
