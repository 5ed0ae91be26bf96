package dev.imas.core.drill;

import dev.imas.core.drill.DrillStart.Wanted;
import dev.imas.core.http.Audit;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts the drills of schedules. Whatever keeps one from being started is written down and told to
 * whoever owns the schedule, and its next time comes all the same.
 */
public final class DrillScheduleTimer implements TimerKind.Handler {

  public static final String KIND = "drill-schedule";

  /** A drill that is later than this would come when nobody expects it. */
  private static final Duration LATEST = Duration.ofHours(1);

  private final DrillStart start;
  private final DrillReporter reporter;
  private final Audit audit;
  private final DrillScheduleRepository schedules = new DrillScheduleRepository();

  public DrillScheduleTimer(DrillStart start, DrillReporter reporter, Audit audit) {
    this.start = start;
    this.reporter = reporter;
    this.audit = audit;
  }

  public TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    schedules.lock(tx, claimed.stream().map(timer -> UUID.fromString(timer.subject())).toList());
    return Future.succeededFuture();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int started = 0;
    for (DueTimer timer : due) {
      Optional<DrillScheduleView> found =
          schedules.find(tx, UUID.fromString(timer.subject()), timer.now());
      if (found.isPresent() && found.get().isActive()) {
        started += run(tx, found.get(), timer) ? 1 : 0;
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(started + " drills started"));
  }

  private boolean run(Tx tx, DrillScheduleView schedule, DueTimer timer) {
    if (timer.late().compareTo(LATEST) > 0) {
      failed(tx, schedule, timer, "IMAS was not running at its time, " + timer.dueAt());
      return false;
    }
    try {
      UUID drill =
          start.start(
              tx,
              new Wanted(
                  Optional.ofNullable(schedule.policy()).map(DrillScheduleView.Named::id),
                  schedule.service().id(),
                  schedule.severity(),
                  Labels.EMPTY,
                  schedule.factor(),
                  schedule.send()),
              "schedule " + schedule.name(),
              Optional.of(schedule.id()));
      schedules.ran(tx, schedule.id(), timer.now(), null);
      record(tx, schedule, drill);
      return true;
    } catch (Fault e) {
      failed(tx, schedule, timer, e.detail());
      return false;
    }
  }

  private void failed(Tx tx, DrillScheduleView schedule, DueTimer timer, String why) {
    schedules.ran(tx, schedule.id(), timer.now(), why);
    reporter.notStarted(tx, schedule, timer.dueAt(), why);
  }

  /** As of a drill that a person starts. */
  private void record(Tx tx, DrillScheduleView schedule, UUID drill) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("schedule", schedule.name());
    kept.put("service", schedule.service().name());
    kept.put("severity", schedule.severity());
    kept.put("factor", schedule.factor());
    kept.put("send", schedule.send());
    audit
        .record(
            tx, Audit.Origin.SYSTEM, Audit.Change.create(new Audit.Subject("drill", drill), kept))
        .await();
  }
}
