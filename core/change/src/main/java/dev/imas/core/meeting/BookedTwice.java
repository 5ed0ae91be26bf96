package dev.imas.core.meeting;

import dev.imas.core.meeting.Meeting.Participant;
import dev.imas.core.planned.PlannedSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who is to be at two meetings at once within the next weeks (CAL-08). Pure. */
final class BookedTwice {

  /** So far ahead it is looked. */
  static final Duration AHEAD = Duration.ofDays(28);

  static final int MOST = 20;
  private static final int MOST_TIMES = 200;

  private BookedTwice() {}

  /**
   * @param user who is in both
   * @param meeting the other one
   * @param startsAt when both are held, as {@code endsAt}
   */
  record Booking(Participant user, UUID meeting, String title, Instant startsAt, Instant endsAt) {}

  /** By time, at most {@value #MOST}. A time that was cancelled is in nobody's way. */
  static List<Booking> of(Meeting meeting, List<Meeting> others, Instant now) {
    List<PlannedSeries.Time> own = times(meeting, now);
    List<Booking> found = new ArrayList<>();
    for (Meeting other : others) {
      if (other.id().equals(meeting.id())) {
        continue;
      }
      Set<UUID> there =
          other.participants().stream().map(Participant::id).collect(Collectors.toSet());
      Set<Participant> both = new HashSet<>(meeting.participants());
      both.removeIf(one -> !there.contains(one.id()));
      for (PlannedSeries.Time theirs :
          both.isEmpty() ? List.<PlannedSeries.Time>of() : times(other, now)) {
        for (PlannedSeries.Time ours : own) {
          if (ours.startsAt().isBefore(theirs.endsAt())
              && theirs.startsAt().isBefore(ours.endsAt())) {
            both.forEach(user -> found.add(booking(user, other, ours, theirs)));
          }
        }
      }
    }
    found.sort(
        Comparator.comparing(Booking::startsAt)
            .thenComparing(Booking::title)
            .thenComparing(one -> one.user.username()));
    return found.subList(0, Math.min(MOST, found.size()));
  }

  private static List<PlannedSeries.Time> times(Meeting of, Instant now) {
    return of.series().between(now, now.plus(AHEAD), MOST_TIMES).stream()
        .filter(time -> !time.isCancelled())
        .toList();
  }

  private static Booking booking(
      Participant user, Meeting other, PlannedSeries.Time ours, PlannedSeries.Time theirs) {
    Instant from = ours.startsAt().isAfter(theirs.startsAt()) ? ours.startsAt() : theirs.startsAt();
    Instant until = ours.endsAt().isBefore(theirs.endsAt()) ? ours.endsAt() : theirs.endsAt();
    return new Booking(user, other.id(), other.title(), from, until);
  }
}
