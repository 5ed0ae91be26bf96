package dev.imas.core.oncall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Goes forward in time and knows what is in force: each item from its start until its end. */
final class Sweep<T> {

  private final Function<T, Interval> when;
  private final Comparator<T> order;
  private final List<T> byStart;
  private final List<T> inForce = new ArrayList<>();
  private int next;

  /**
   * @param order of what is in force at once
   */
  Sweep(Collection<T> items, Function<T, Interval> when, Comparator<T> order) {
    this.when = when;
    this.order = order;
    this.byStart = new ArrayList<>(items);
    byStart.sort(Comparator.comparing(item -> when.apply(item).from()));
  }

  /**
   * What is in force at that time, in order. Valid until the next call.
   *
   * @param at not before that of the call before
   */
  List<T> at(Instant at) {
    inForce.removeIf(item -> !when.apply(item).until().isAfter(at));
    boolean hasMore = false;
    while (next < byStart.size() && !when.apply(byStart.get(next)).from().isAfter(at)) {
      T item = byStart.get(next++);
      if (when.apply(item).until().isAfter(at)) {
        inForce.add(item);
        hasMore = true;
      }
    }
    if (hasMore) {
      inForce.sort(order);
    }
    return inForce;
  }
}
