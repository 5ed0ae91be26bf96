package dev.imas.core.item;

import dev.imas.core.incident.Incident;
import dev.imas.core.item.WorkflowRepository.Stored;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.workflow.Workflow;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Puts versions of workflows into force. Items of statuses that a version drops are moved first:
 * some in the request itself, and the others by a timer, a batch at a time, so that nobody waits
 * for long.
 */
final class WorkflowActivation implements TimerKind.Handler {

  static final String TIMER = "workflow-items";

  /** As many items are moved in a transaction. */
  private static final int BATCH = 500;

  private final WorkflowRepository workflows;
  private final Timers timers;
  private final InstantSource clock;

  WorkflowActivation(WorkflowRepository workflows, Timers timers, InstantSource clock) {
    this.workflows = workflows;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Stores a version after another, under the workflow's lock, and begins to move items. */
  void begin(Tx tx, ItemKind kind, Stored before, Workflow next, String by) {
    Instant now = now();
    int moved = workflows.move(tx, kind, next.changed(before.workflow()), BATCH, by, now);
    boolean isDone = moved < BATCH;
    workflows.insert(tx, kind, before.version() + 1, next, by, now, isDone ? now : null);
    if (!isDone) {
      again(tx, kind);
    }
  }

  private void again(Tx tx, ItemKind kind) {
    timers.set(tx, List.of(NewTimer.after(Duration.ZERO, TIMER, kind.wireName()))).await();
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    claimed.stream()
        .map(DueTimer::subject)
        .sorted()
        .forEach(subject -> workflows.lock(tx, ItemKind.stored(subject)));
    return Future.succeededFuture();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int moved = 0;
    for (DueTimer timer : due) {
      moved += goOn(tx, ItemKind.stored(timer.subject()));
    }
    return Future.succeededFuture(new TimerKind.Fired(moved + " items moved"));
  }

  private int goOn(Tx tx, ItemKind kind) {
    List<Stored> newest = workflows.newest(tx, kind);
    Stored next = newest.getFirst();
    if (next.isInForce()) {
      return 0;
    }
    Instant now = now();
    int moved =
        workflows.move(
            tx,
            kind,
            next.workflow().changed(newest.get(1).workflow()),
            BATCH,
            Incident.SYSTEM,
            now);
    if (moved < BATCH) {
      workflows.putInForce(tx, kind, next.version(), now);
    } else {
      again(tx, kind);
    }
    return moved;
  }
}
