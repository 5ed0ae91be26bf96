package dev.imas.core.oncall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who was on call, as it was written down at the hand-overs of that time. It answers for its time
 * whatever is calculated later.
 *
 * @param when the time that it answers for
 * @param shifts all of that time; those at its ends may reach beyond it
 */
public record ShiftRecord(Interval when, List<Shift> shifts) {

  public ShiftRecord {
    shifts = List.copyOf(shifts);
  }

  /** The shifts of that part of its time, cut at the ends of the part. */
  List<Shift> shifts(Interval part) {
    List<Shift> cut = new ArrayList<>();
    for (Shift shift : shifts) {
      shift
          .when()
          .in(part)
          .ifPresent(
              when -> cut.add(new Shift(shift.level(), shift.person(), when, shift.cause())));
    }
    return cut;
  }

  /**
   * What is to be written down next.
   *
   * @param until the end of the time that is then written down
   * @param shifts to be written; one that goes on a shift of the record has its start
   */
  public record Addition(Instant until, List<Shift> shifts) {}

  /**
   * What a record that ends at that time lacks. While nobody's shift has ended since, that is
   * nothing: a shift is written down when it ends.
   *
   * @param history of the time since the record's end
   * @param since the record's end
   * @param until what is known for certain; later edits do not change it
   * @param isWhole whether everything until then is to be written, also what goes on
   * @param touching the shifts of the record that end where it ends
   */
  public static Optional<Addition> next(
      ScheduleHistory history,
      Instant since,
      Instant until,
      boolean isWhole,
      List<Shift> touching) {
    if (!since.isBefore(until)) {
      return Optional.empty();
    }
    Interval range = new Interval(since, until);
    List<Shift> shifts = history.shifts(range);
    Instant end = isWhole ? until : lastHandOver(shifts, range);
    if (!since.isBefore(end)) {
      return Optional.empty();
    }
    ShiftRecord known = new ShiftRecord(range, shifts);
    List<Shift> written = new ArrayList<>(touching);
    for (Shift shift : known.shifts(new Interval(since, end))) {
      ScheduleHistory.append(written, shift, since);
    }
    written.removeIf(shift -> !shift.until().isAfter(since));
    return Optional.of(new Addition(end, written));
  }

  /** The last instant within the range at which a shift begins or ends; its start if none does. */
  private static Instant lastHandOver(List<Shift> shifts, Interval range) {
    Instant last = range.from();
    for (Shift shift : shifts) {
      for (Instant edge : List.of(shift.from(), shift.until())) {
        if (edge.isBefore(range.until())) {
          last = Interval.later(last, edge);
        }
      }
    }
    return last;
  }
}
