package dev.imas.gateway.commit;

import dev.imas.core.model.Fingerprint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant has waiting in a {@link CommitQueue}. Requests with a SEV1 or SEV2 come first,
 * the others in order of arrival. Where this reorders events of one fingerprint, their times put it
 * right, as if they had come by two paths.
 */
final class TenantQueue {

  private final Deque<AlertEvent> urgent = new ArrayDeque<>();
  private final Deque<AlertEvent> others = new ArrayDeque<>();

  /**
   * Events that could not share a row with earlier ones, by fingerprint and in order. They take as
   * many batches as there are rows, and nobody else of the tenant waits for them.
   */
  private Map<Fingerprint, Deque<AlertEvent>> behind = Map.of();

  /** Submissions whose dead letters and side events wait. */
  final Deque<Submission> extras = new ArrayDeque<>();

  int weight = 1;

  /** Whether it is in the round-robin order. */
  boolean inRotation;

  void add(Submission submission) {
    (submission.isUrgent() ? urgent : others).addAll(submission.events());
    if (submission.hasExtras()) {
      extras.add(submission);
    }
  }

  /** Puts events before all others of their fingerprint. */
  void addFirst(AlertEvent event) {
    Deque<AlertEvent> later = behind.get(event.alert.fingerprint());
    if (later != null) {
      later.addFirst(event);
      return;
    }
    (event.submission().isUrgent() ? urgent : others).addFirst(event);
  }

  @Nullable AlertEvent pollEvent() {
    AlertEvent event = urgent.pollFirst();
    return event == null ? others.pollFirst() : event;
  }

  boolean hasBehind() {
    return !behind.isEmpty();
  }

  /**
   * How many events wait that are not set aside. Of those set aside, a batch takes one row per
   * fingerprint.
   */
  boolean hasForThisBatch() {
    return !urgent.isEmpty() || !others.isEmpty() || !extras.isEmpty();
  }

  /** Whether something of this fingerprint is set aside and has to go first. */
  boolean isBehind(Fingerprint fingerprint) {
    return behind.containsKey(fingerprint);
  }

  /** Sets an event aside, behind earlier ones of its fingerprint. */
  void putBehind(AlertEvent event) {
    if (behind.isEmpty()) {
      behind = new LinkedHashMap<>();
    }
    Deque<AlertEvent> waiting =
        behind.computeIfAbsent(event.alert.fingerprint(), first -> new ArrayDeque<>());
    waiting.addLast(event);
    if (FlapReduction.areMany(waiting.size())) {
      FlapReduction.fold(waiting);
    }
  }

  /** Up to that many fingerprints with events set aside, each with its events in order. */
  List<Deque<AlertEvent>> takeBehind(int most) {
    if (behind.isEmpty()) {
      return List.of();
    }
    List<Deque<AlertEvent>> taken = new ArrayList<>();
    Iterator<Deque<AlertEvent>> all = behind.values().iterator();
    while (taken.size() < most && all.hasNext()) {
      taken.add(all.next());
      all.remove();
    }
    return taken;
  }

  /** What is left of a fingerprint waits for the batch after this one, behind others. */
  void setAsideAgain(Deque<AlertEvent> rest) {
    AlertEvent first = rest.peekFirst();
    if (first != null) {
      behind.put(first.alert.fingerprint(), rest);
    }
  }

  boolean isEmpty() {
    return urgent.isEmpty() && others.isEmpty() && behind.isEmpty() && extras.isEmpty();
  }

  /** How many rows can go with the next batches; of events set aside, one per fingerprint. */
  int size() {
    return events() + behind.size() + extras.size();
  }

  int events() {
    return urgent.size() + others.size();
  }

  int urgentEvents() {
    return urgent.size();
  }

  void drainTo(Set<Submission> all) {
    urgent.forEach(event -> all.add(event.submission()));
    others.forEach(event -> all.add(event.submission()));
    all.addAll(extras);
    behind.values().forEach(each -> each.forEach(event -> all.add(event.submission())));
    urgent.clear();
    others.clear();
    behind = Map.of();
    extras.clear();
  }

  void removeEnded() {
    urgent.removeIf(e -> e.submission().hasEnded());
    others.removeIf(e -> e.submission().hasEnded());
    if (!behind.isEmpty()) {
      behind.values().forEach(each -> each.removeIf(e -> e.submission().hasEnded()));
      behind.values().removeIf(Deque::isEmpty);
    }
    extras.removeIf(Submission::hasEnded);
  }

  /** Submissions of which nothing was sent yet and that have waited longer than that. */
  void addLateTo(Set<Submission> late, long nanos, long now) {
    addLate(urgent, late, nanos, now);
    addLate(others, late, nanos, now);
    behind.values().forEach(each -> addLate(each, late, nanos, now));
    for (Submission submission : extras) {
      if (isYounger(submission, nanos, now, late)) {
        break;
      }
    }
  }

  private static void addLate(
      Deque<AlertEvent> events, Set<Submission> late, long nanos, long now) {
    for (AlertEvent event : events) {
      if (isYounger(event.submission(), nanos, now, late)) {
        break;
      }
    }
  }

  private static boolean isYounger(Submission s, long nanos, long now, Set<Submission> late) {
    if (s.waitedNanos(now) <= nanos) {
      return true;
    }
    if (!s.isSent()) {
      late.add(s);
    }
    return false;
  }
}
