package dev.imas.core.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For how long a service may be broken. Two outages at once count as one.
 *
 * @param target how much of the time the service must work, in percent, less than 100
 * @param days the last so many days count, each of 24 hours
 */
public record ErrorBudget(double target, int days) {

  /**
   * How much of a budget was spent by some moment.
   *
   * @param until when it is no longer spent if nothing breaks; null: it is not spent, or something
   *     is still broken
   * @param outages that count, the latest first
   */
  public record Spending(
      Duration allowed, Duration spent, @Nullable Instant until, List<ServiceOutage> outages) {

    public Spending {
      outages = List.copyOf(outages);
    }

    public boolean isSpent() {
      return spent.compareTo(allowed) >= 0;
    }
  }

  /** A time without a gap for which something was broken. */
  private record Span(Instant from, Instant until) {

    Duration length() {
      return Duration.between(from, until);
    }
  }

  Duration length() {
    return Duration.ofDays(days);
  }

  Duration allowed() {
    return Duration.ofSeconds(Math.round(length().toSeconds() * (100 - target) / 100));
  }

  /** What was spent in the days before that moment. */
  public Spending spending(List<ServiceOutage> outages, Instant at) {
    Instant from = at.minus(length());
    List<ServiceOutage> counted =
        outages.stream()
            .filter(one -> !one.from().isAfter(at) && one.endBy(at).isAfter(from))
            .sorted(Comparator.comparing(ServiceOutage::from).thenComparing(ServiceOutage::id))
            .toList();
    List<Span> spans = spans(counted, from, at);
    Duration spent = spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    Duration excess = spent.minus(allowed());
    boolean isOver = counted.stream().noneMatch(one -> one.isOpenAt(at));
    return new Spending(
        allowed(),
        spent,
        isOver && !excess.isNegative() ? recovered(spans, excess) : null,
        counted.reversed());
  }

  private static List<Span> spans(List<ServiceOutage> counted, Instant from, Instant at) {
    List<Span> spans = new ArrayList<>();
    for (ServiceOutage one : counted) {
      Instant start = one.from().isBefore(from) ? from : one.from();
      Instant end = one.endBy(at);
      if (spans.isEmpty() || spans.getLast().until.isBefore(start)) {
        spans.add(new Span(start, end));
      } else if (spans.getLast().until.isBefore(end)) {
        spans.set(spans.size() - 1, new Span(spans.getLast().from, end));
      }
    }
    return spans;
  }

  /** When so much of the oldest outages has left the days that count. */
  private Instant recovered(List<Span> spans, Duration excess) {
    Duration left = excess;
    for (Span span : spans) {
      if (left.compareTo(span.length()) < 0) {
        return span.from.plus(left).plus(length());
      }
      left = left.minus(span.length());
    }
    throw new IllegalStateException("a budget allows more than nothing");
  }
}
