package dev.imas.core.board;

import dev.imas.core.board.Burndown.Span;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.servicelevel.TenantCalendar;
import dev.imas.core.sla.BusinessCalendar;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Makes reports of sprints, and keeps those of closed ones as they are. On a virtual thread. */
final class SprintReports {

  private final BoardRepository boards;
  private final SprintRepository sprints;
  private final TenantCalendar calendars = new TenantCalendar();

  SprintReports(BoardRepository boards, SprintRepository sprints) {
    this.boards = boards;
    this.sprints = sprints;
  }

  /** When people work: its zone is that of all days of sprints. */
  BusinessCalendar calendar(Tx tx) {
    return calendars.read(tx);
  }

  LocalDate today(Tx tx, Instant now) {
    return now.atZone(calendar(tx).zone()).toLocalDate();
  }

  /** Null for a sprint that has not begun. */
  @Nullable SprintReport report(Tx tx, Sprint sprint, Instant now) {
    String stored = sprint.report();
    if (stored != null) {
      return Json.read(stored, SprintReport.class);
    }
    Instant from = sprint.startedAt();
    if (from == null) {
      return null;
    }
    Instant changed = boards.changedAt(tx, sprint.board());
    return made(tx, sprint, from, changed.isAfter(now) ? changed : now);
  }

  /**
   * As it stands at an instant.
   *
   * @param from when it began
   */
  SprintReport made(Tx tx, Sprint sprint, Instant from, Instant until) {
    BusinessCalendar calendar = calendar(tx);
    Burndown burndown =
        Burndown.of(
            sprint.id(),
            new Span(from, until.isBefore(from) ? from : until, sprint.endsOn(), calendar.zone()),
            sprints.changes(tx, sprint.board(), sprint.id()),
            day -> isWorkingDay(calendar, day));
    return SprintReport.of(
        calendar.zone().getId(),
        burndown,
        sprints.lines(tx, sprint.id(), "todo", "doing"),
        sprints.lines(tx, sprint.id(), "done"));
  }

  private static boolean isWorkingDay(BusinessCalendar calendar, LocalDate day) {
    return !calendar
        .intervals(
            day.atStartOfDay(calendar.zone()).toInstant(),
            day.plusDays(1).atStartOfDay(calendar.zone()).toInstant())
        .isEmpty();
  }
}
