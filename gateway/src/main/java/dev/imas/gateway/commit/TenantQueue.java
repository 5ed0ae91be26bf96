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
 * What one tenant has waiting in a {@link CommitQueue}: requests that hold a SEV1 or SEV2 first,
 * else in order of arrival. What of one fingerprint overtakes there is put right by its times, as
 * if it had come by two ways.
 */
final class TenantQueue {

  private final Deque<AlertEvent> urgent = new ArrayDeque<>();
  private final Deque<AlertEvent> others = new ArrayDeque<>();

  /**
   * By fingerprint, in order, what could not share a row with what went before it. It takes as many
   * batches, and nobody else of its tenant waits for them.
   */
  private Map<Fingerprint, Deque<AlertEvent>> behind = Map.of();

  final Deque<Submission> deadLetters = new ArrayDeque<>();
  int weight = 1;

  /** Is it among those that take turns? */
  boolean hasTurn;

  void add(Submission submission) {
    (submission.isUrgent() ? urgent : others).addAll(submission.events());
    if (!submission.deadLetters().isEmpty()) {
      deadLetters.add(submission);
    }
  }

  /** Before everything else of its fingerprint. */
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

  /** Other than what is behind, of which a batch takes one row for each fingerprint. */
  boolean hasForThisBatch() {
    return !urgent.isEmpty() || !others.isEmpty() || !deadLetters.isEmpty();
  }

  /** Is something of this fingerprint behind, which has to go first? */
  boolean isBehind(Fingerprint fingerprint) {
    return behind.containsKey(fingerprint);
  }

  /** Behind what went before it of its fingerprint. */
  void putBehind(AlertEvent event) {
    if (behind.isEmpty()) {
      behind = new LinkedHashMap<>();
    }
    Deque<AlertEvent> waiting =
        behind.computeIfAbsent(event.alert.fingerprint(), first -> new ArrayDeque<>());
    waiting.addLast(event);
    if (Flaps.areMany(waiting.size())) {
      Flaps.fold(waiting);
    }
  }

  /** Up to so many fingerprints of which something is behind, each with its events in order. */
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

  /** What is left of it waits for the batch after this one, behind others. */
  void giveBack(Deque<AlertEvent> rest) {
    AlertEvent first = rest.peekFirst();
    if (first != null) {
      behind.put(first.alert.fingerprint(), rest);
    }
  }

  boolean isEmpty() {
    return urgent.isEmpty() && others.isEmpty() && behind.isEmpty() && deadLetters.isEmpty();
  }

  /** What can go with the next batches; of those behind, one for each fingerprint. */
  int size() {
    return events() + behind.size() + deadLetters.size();
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
    all.addAll(deadLetters);
    behind.values().forEach(each -> each.forEach(event -> all.add(event.submission())));
    urgent.clear();
    others.clear();
    behind = Map.of();
    deadLetters.clear();
  }

  void removeEnded() {
    urgent.removeIf(e -> e.submission().hasEnded());
    others.removeIf(e -> e.submission().hasEnded());
    if (!behind.isEmpty()) {
      behind.values().forEach(each -> each.removeIf(e -> e.submission().hasEnded()));
      behind.values().removeIf(Deque::isEmpty);
    }
    deadLetters.removeIf(Submission::hasEnded);
  }

  /** Submissions of which nothing was sent yet and that have waited for longer than that. */
  void addLateTo(Set<Submission> late, long nanos, long now) {
    addLate(urgent, late, nanos, now);
    addLate(others, late, nanos, now);
    behind.values().forEach(each -> addLate(each, late, nanos, now));
    for (Submission submission : deadLetters) {
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
