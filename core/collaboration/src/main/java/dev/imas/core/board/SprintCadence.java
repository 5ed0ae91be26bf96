package dev.imas.core.board;

import dev.imas.core.http.Reference;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plans the sprint after the last where a board wants that: once the last one begins, if it has
 * items. So one is planned ahead, and a team that stopped has no row of empty sprints. Days are
 * local, whatever clocks do. On a virtual thread.
 */
final class SprintCadence implements TimerKind.Handler {

  private static final String TIMER = "sprint-ahead";

  private final BoardRepository boards;
  private final SprintRepository sprints;
  private final SprintReports reports;
  private final Timers timers;
  private final InstantSource clock;
  private final Supplier<SprintCommands> commands;

  /**
   * @param commands plans sprints; asked once a timer is due
   */
  SprintCadence(
      BoardRepository boards,
      SprintRepository sprints,
      SprintReports reports,
      Timers timers,
      InstantSource clock,
      Supplier<SprintCommands> commands) {
    this.boards = boards;
    this.sprints = sprints;
    this.reports = reports;
    this.timers = timers;
    this.clock = clock;
    this.commands = commands;
  }

  TimerKind kind() {
    return TimerKind.of(TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /** Sets the timer of a board that is locked. */
  void aim(Tx tx, Board board) {
    Sprint last = board.plansAhead() ? sprints.last(tx, board.id()).orElse(null) : null;
    set(tx, board.id(), last == null ? null : begins(last.startsOn(), zone(tx)));
  }

  private void set(Tx tx, UUID board, @Nullable Instant at) {
    if (at == null) {
      timers.cancel(tx, TIMER, List.of(board.toString())).await();
    } else {
      timers.set(tx, List.of(NewTimer.at(at, TIMER, board.toString()))).await();
    }
  }

  private ZoneId zone(Tx tx) {
    return reports.calendar(tx).zone();
  }

  private static Instant begins(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    boards(claimed).forEach(board -> boards.change(tx, board, clock.instant()));
    return Future.succeededFuture();
  }

  private static List<UUID> boards(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int planned = 0;
    for (UUID id : boards(due)) {
      Board board = boards.find(tx, Reference.of(id.toString())).orElse(null);
      if (board != null && board.plansAhead()) {
        planned += plan(tx, board) ? 1 : 0;
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(planned + " sprints planned"));
  }

  private boolean plan(Tx tx, Board board) {
    Sprint last = sprints.last(tx, board.id()).orElse(null);
    if (last == null) {
      return false;
    }
    ZoneId zone = zone(tx);
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    if (today.isBefore(last.startsOn())) {
      set(tx, board.id(), begins(last.startsOn(), zone));
      return false;
    }
    if (!sprints.hadItems(tx, last)) {
      set(tx, board.id(), begins(today.plusDays(1), zone)); // Somebody may plan something for it.
      return false;
    }
    commands.get().planAfter(tx, board, last);
    return true;
  }
}
