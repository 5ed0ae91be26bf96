package dev.imas.core.meeting;

import dev.imas.core.planned.PlannedSeries;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which reminders of a meeting are due. After a pause only the nearest one of a time is, and none
 * of a time that has begun. Pure.
 *
 * @param before how long before its start
 */
record MeetingReminder(LocalDateTime plannedFor, Instant startsAt, String title, Duration before) {

  private static final Duration AHEAD = Duration.ofDays(366L * 20);

  /** More than are cancelled at most. */
  private static final int MOST = 520;

  static List<MeetingReminder> due(Meeting meeting, Instant now) {
    List<MeetingReminder> due = new ArrayList<>();
    for (PlannedSeries.Time time : ahead(meeting.series(), now, MeetingDraft.LONGEST)) {
      meeting.remindBefore().stream()
          .filter(before -> !time.startsAt().minus(before).isAfter(now))
          .min(Duration::compareTo)
          .ifPresent(
              before ->
                  due.add(
                      new MeetingReminder(
                          time.at(),
                          time.startsAt(),
                          MeetingView.Time.of(meeting, time).title(),
                          before)));
    }
    return due;
  }

  /** When the next one is due after that; empty if none is within 20 years. */
  static Optional<Instant> next(PlannedSeries series, List<Duration> remindBefore, Instant now) {
    if (remindBefore.isEmpty()) {
      return Optional.empty();
    }
    return ahead(series, now, AHEAD).stream()
        .flatMap(time -> remindBefore.stream().map(before -> time.startsAt().minus(before)))
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }

  private static List<PlannedSeries.Time> ahead(PlannedSeries series, Instant now, Duration span) {
    return series.between(now, now.plus(span), MOST).stream()
        .filter(time -> !time.isCancelled() && time.startsAt().isAfter(now))
        .toList();
  }
}
