package dev.imas.gateway.commit;

import dev.imas.core.model.Severity;
import dev.imas.gateway.decode.IncomingAlert;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reduces an alert that fires and recovers many times in one body to its newest firing and its
 * newest recovery, in their order. The alert's state afterwards does not depend on those before.
 * Each event is counted with the one that stands for it. Firings of another severity are kept
 * apart, so that what follows does not hide a severe one.
 */
final class FlapReduction {

  /** How many events of one alert may wait before they are folded. */
  static final int MOST_WAITING = 32;

  /** Events of which only the newest is stored. */
  private record Side(Submission submission, boolean firing, boolean implied, Severity severity) {}

  private FlapReduction() {}

  /**
   * Whether to fold now: at {@link #MOST_WAITING} and at each doubling after it. Events of many
   * bodies cannot be folded, and are not looked at again for every new event.
   */
  static boolean areMany(int waiting) {
    return waiting >= MOST_WAITING && Integer.bitCount(waiting) == 1;
  }

  /**
   * Folds the events of one body.
   *
   * @param waiting events of one fingerprint, in order of arrival
   */
  static void fold(Deque<AlertEvent> waiting) {
    Map<Side, AlertEvent> newest = new HashMap<>();
    for (AlertEvent event : waiting) {
      newest.merge(
          new Side(
              event.submission(), event.alert.firing(), event.alert.impliedState(), event.severity),
          event,
          FlapReduction::newerSpeaksForBoth);
    }
    Map<Submission, List<AlertEvent>> bodies = new LinkedHashMap<>();
    for (AlertEvent event : waiting) {
      bodies.computeIfAbsent(event.submission(), its -> new ArrayList<>());
    }
    for (AlertEvent event : newest.values()) {
      bodies.computeIfAbsent(event.submission(), its -> new ArrayList<>()).add(event);
    }
    waiting.clear();
    for (List<AlertEvent> body : bodies.values()) {
      body.sort(FlapReduction::inOrder);
      waiting.addAll(body);
    }
  }

  private static AlertEvent newerSpeaksForBoth(AlertEvent one, AlertEvent other) {
    boolean newer = inOrder(one, other) <= 0;
    AlertEvent kept = newer ? other : one;
    kept.speakFor(newer ? one : other);
    return kept;
  }

  /**
   * The order of {@code ingest_batch}: by the episode, then by the time of the event; of two at the
   * same time, the recovery comes last. Between a sender's time and a time of receipt, neither is
   * older. Then the position in the body counts.
   */
  private static int inOrder(AlertEvent one, AlertEvent other) {
    long starts = one.alert.startsAtMicros();
    long otherStarts = other.alert.startsAtMicros();
    if (starts != otherStarts
        && starts != IncomingAlert.NONE
        && otherStarts != IncomingAlert.NONE) {
      int order = Long.compare(EventOrder.episodeStart(one), EventOrder.episodeStart(other));
      if (order != 0) {
        return order;
      }
    }
    if (one.tellsItsTime() == other.tellsItsTime()
        && one.observedAtMicros() != other.observedAtMicros()) {
      return Long.compare(one.observedAtMicros(), other.observedAtMicros());
    }
    if (one.tellsItsTime() && other.tellsItsTime() && one.alert.firing() != other.alert.firing()) {
      return one.alert.firing() ? -1 : 1;
    }
    return Integer.compare(one.position(), other.position());
  }
}
