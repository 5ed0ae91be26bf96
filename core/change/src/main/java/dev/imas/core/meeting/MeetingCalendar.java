package dev.imas.core.meeting;

import dev.imas.core.access.Permission;
import dev.imas.core.meeting.Meeting.Named;
import dev.imas.core.meeting.MeetingRepository.Filter;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarEntry.Key;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** The times of meetings in the calendar. */
final class MeetingCalendar implements CalendarSource {

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final MeetingRepository meetings = new MeetingRepository();

  MeetingCalendar(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "meeting";
  }

  @Override
  public Permission permission() {
    return Permission.CALENDAR_READ;
  }

  /** A meeting is in no environment. */
  @Override
  public List<CalendarEntry> between(TenantId tenant, CalendarRange range) {
    if (range.environment() != null) {
      return List.of();
    }
    List<Meeting> all =
        transactions.call(
            tenant,
            tx ->
                meetings.list(
                    tx,
                    new Filter(
                        range.of() == null ? null : List.of(range.of()),
                        range.team(),
                        null,
                        range.from()),
                    null,
                    MeetingRoutes.MOST));
    Instant now = clock.instant();
    return all.isEmpty()
        ? List.of()
        : computations
            .of(tenant)
            .call(
                () ->
                    all.stream()
                        .flatMap(
                            meeting ->
                                meeting
                                    .series()
                                    .between(range.from(), range.until(), range.most())
                                    .stream()
                                    .filter(time -> range.withCancelled() || !time.isCancelled())
                                    .map(time -> entry(meeting, time, now)))
                        .sorted(Comparator.comparing(CalendarEntry::from))
                        .limit(range.most())
                        .toList());
  }

  private static CalendarEntry entry(Meeting meeting, PlannedSeries.Time time, Instant now) {
    Named team = meeting.team();
    return new CalendarEntry(
        new Key(meeting.id(), time.at().toString(), meeting.version()),
        MeetingView.Time.of(meeting, time).title(),
        time.startsAt(),
        time.endsAt(),
        state(time, now),
        null,
        team == null ? "" : team.name(),
        List.of(),
        new Concerns(
            List.of(),
            team == null ? List.of() : List.of(team.id()),
            meeting.participants().stream().map(Meeting.Participant::id).toList()),
        MeetingRoutes.PATH + "/" + meeting.id());
  }

  private static String state(PlannedSeries.Time time, Instant now) {
    if (time.isCancelled()) {
      return CalendarEntry.CANCELLED;
    }
    return now.isBefore(time.startsAt())
        ? "ahead"
        : now.isBefore(time.endsAt()) ? "under_way" : "over";
  }
}
