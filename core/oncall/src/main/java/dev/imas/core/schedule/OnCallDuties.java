package dev.imas.core.schedule;

import dev.imas.core.http.Call;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.KeepsUser;
import dev.imas.core.user.Successor;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Keeps users who take turns, are put on call by an override, or stand in. */
public final class OnCallDuties implements KeepsUser {

  private final ScheduleRepository schedules = new ScheduleRepository();
  private final ScheduleRoutes turns;
  private final OverrideRoutes overrides;
  private final OnCallRoutes standIns;
  private final InstantSource clock;

  public OnCallDuties(
      ScheduleRoutes turns, OverrideRoutes overrides, OnCallRoutes standIns, InstantSource clock) {
    this.turns = turns;
    this.overrides = overrides;
    this.standIns = standIns;
    this.clock = clock;
  }

  @Override
  public Future<List<String>> keeping(Tx tx, UUID user) {
    return Future.succeededFuture(schedules.keeping(tx, user, clock.instant()));
  }

  @Override
  public void handOver(Tx tx, Call call, UUID user, Successor successor) {
    for (UUID schedule : schedules.ofUser(tx, user, clock.instant())) {
      turns.handOver(tx, call, schedule, user, successor);
      overrides.handOver(tx, call, schedule, user, successor);
    }
    standIns.handOver(tx, call, user, successor);
  }
}
