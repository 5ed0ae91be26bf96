package dev.imas.core.oncall;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A time span that holds its start and not its end.
 *
 * @param until after {@code from}
 */
public record Interval(Instant from, Instant until) {

  public Interval {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("an interval must end after its start, not at " + until);
    }
  }

  public boolean holds(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  public boolean overlaps(Interval other) {
    return from.isBefore(other.until) && other.from.isBefore(until);
  }

  /** What both have in common; empty if that is nothing. */
  public Optional<Interval> in(Interval other) {
    return overlaps(other)
        ? Optional.of(new Interval(later(from, other.from), earlier(until, other.until)))
        : Optional.empty();
  }

  public Duration length() {
    return Duration.between(from, until);
  }

  /** What of it lies in none of the others, in order. */
  List<Interval> without(List<Interval> others) {
    List<Interval> left = new ArrayList<>();
    Instant start = from;
    for (Interval other : joined(others)) {
      if (start.isBefore(until) && other.overlaps(this)) {
        if (start.isBefore(other.from)) {
          left.add(new Interval(start, other.from));
        }
        start = later(start, other.until);
      }
    }
    if (start.isBefore(until)) {
      left.add(new Interval(start, until));
    }
    return left;
  }

  /** The same times in order, with those that overlap or touch as one. */
  static List<Interval> joined(List<Interval> intervals) {
    List<Interval> sorted = new ArrayList<>(intervals);
    sorted.sort(Comparator.comparing(Interval::from));
    List<Interval> joined = new ArrayList<>();
    for (Interval next : sorted) {
      if (!joined.isEmpty() && !next.from.isAfter(joined.getLast().until)) {
        Interval last = joined.removeLast();
        joined.add(new Interval(last.from, later(last.until, next.until)));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
