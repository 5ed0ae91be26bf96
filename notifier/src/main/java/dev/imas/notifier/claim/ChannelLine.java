package dev.imas.notifier.claim;

import dev.imas.core.model.Severity;
import dev.imas.notifier.delivery.Delivery;
import dev.imas.notifier.throttle.ReceiverGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The slots of one channel, and the few deliveries that queue for the next one. A quarter of the
 * slots is kept for SEV1 and SEV2. The most urgent are in front; when the queue is full, the last
 * one has to leave. Bound to one thread.
 */
final class ChannelLine {

  private static final int LONGEST = 64;

  /**
   * How long a delivery may queue, so that it is sent within its lease. This is part of the lease's
   * margin.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** A delivery in the queue. Its receiver's gate counts it as begun. */
  record Waiting(Delivery delivery, ReceiverGate gate, Instant since) {}

  private final int places;
  private final TreeSet<Waiting> line =
      new TreeSet<>(Comparator.comparing(Waiting::delivery, Delivery.MOST_URGENT_FIRST));
  private int taken;

  /**
   * @param places the number of slots, at least 1
   */
  ChannelLine(int places) {
    this.places = places;
  }

  /**
   * Takes a slot.
   *
   * @return false when there is none for that urgency
   */
  boolean enter(Severity urgency) {
    int open = urgency.compareTo(Severity.SEV2_HIGH) <= 0 ? places : places - places / 4;
    if (taken >= open) {
      return false;
    }
    taken++;
    return true;
  }

  /** Gives a slot back. */
  void leave() {
    taken--;
  }

  /**
   * @return the delivery that has no room in the queue any more, which may be the new one
   */
  Optional<Waiting> lineUp(Waiting one) {
    line.add(one);
    return line.size() <= Math.min(places, LONGEST)
        ? Optional.empty()
        : Optional.ofNullable(line.pollLast());
  }

  /** The first in the queue takes a slot, if there is one for it. */
  Optional<Waiting> next() {
    return !line.isEmpty() && enter(line.first().delivery().urgency())
        ? Optional.ofNullable(line.pollFirst())
        : Optional.empty();
  }

  /** Removes deliveries that have queued for too long. */
  List<Waiting> tired(Instant now) {
    return leaving(now.minus(LONGEST_WAIT));
  }

  /** Removes every delivery from the queue. */
  List<Waiting> dissolve() {
    return leaving(Instant.MAX);
  }

  private List<Waiting> leaving(Instant since) {
    List<Waiting> leaving = new ArrayList<>();
    for (Waiting one : line) {
      if (one.since().isBefore(since)) {
        leaving.add(one);
      }
    }
    leaving.forEach(line::remove);
    return leaving;
  }
}
