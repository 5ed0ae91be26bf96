package dev.imas.e2e.bulletin;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Takes down bulletins whose time is over. */
final class BulletinTimer implements TimerKind.Handler {

  static final String KIND = "bulletin-end";

  private final BulletinRepository bulletins;

  BulletinTimer(BulletinRepository bulletins) {
    this.bulletins = bulletins;
  }

  TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    return bulletins
        .delete(tx, due.stream().map(timer -> UUID.fromString(timer.subject())).toList())
        .map(gone -> new TimerKind.Fired(gone + " bulletins went"));
  }
}
