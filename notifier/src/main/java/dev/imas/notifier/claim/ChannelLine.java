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
 * The places of one channel, and the few that stand in line for the next one. A quarter of the
 * places is kept for SEV1 and SEV2. The most urgent stand in front; when the line is full, the last
 * has to go. Bound to one thread.
 */
final class ChannelLine {

  private static final int LONGEST = 64;

  /** So that what stands in line is sent within its lease: part of the margin of that. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** In line for a place; its receiver's gate counts it as begun. */
  record Waiting(Delivery delivery, ReceiverGate gate, Instant since) {}

  private final int places;
  private final TreeSet<Waiting> line =
      new TreeSet<>(Comparator.comparing(Waiting::delivery, Delivery.MOST_URGENT_FIRST));
  private int taken;

  /**
   * @param places 1 or more
   */
  ChannelLine(int places) {
    this.places = places;
  }

  /**
   * Takes a place.
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

  /** Gives a place back. */
  void leave() {
    taken--;
  }

  /**
   * @return who has no room in the line any more, perhaps the one that came
   */
  Optional<Waiting> lineUp(Waiting one) {
    line.add(one);
    return line.size() <= Math.min(places, LONGEST)
        ? Optional.empty()
        : Optional.ofNullable(line.pollLast());
  }

  /** The first in line takes a place, if there is one for it. */
  Optional<Waiting> next() {
    return !line.isEmpty() && enter(line.first().delivery().urgency())
        ? Optional.ofNullable(line.pollFirst())
        : Optional.empty();
  }

  /** Those who have stood in line for too long leave it. */
  List<Waiting> tired(Instant now) {
    return leaving(now.minus(PATIENCE));
  }

  /** Everybody leaves the line. */
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
