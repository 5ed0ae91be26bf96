package dev.imas.gateway.commit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant has waiting in a {@link CommitQueue}: requests that hold a SEV1 or SEV2 first,
 * else in order of arrival. What of one fingerprint overtakes there is put right by its times, as
 * if it had come by two ways.
 */
final class CommitLane {

  private final Deque<AlertEvent> urgent = new ArrayDeque<>();
  private final Deque<AlertEvent> others = new ArrayDeque<>();
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

  void addFirst(AlertEvent event) {
    (event.submission().isUrgent() ? urgent : others).addFirst(event);
  }

  @Nullable AlertEvent pollEvent() {
    AlertEvent event = urgent.pollFirst();
    return event == null ? others.pollFirst() : event;
  }

  boolean isEmpty() {
    return urgent.isEmpty() && others.isEmpty() && deadLetters.isEmpty();
  }

  int size() {
    return events() + deadLetters.size();
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
    urgent.clear();
    others.clear();
    deadLetters.clear();
  }

  void removeEnded() {
    urgent.removeIf(e -> e.submission().hasEnded());
    others.removeIf(e -> e.submission().hasEnded());
    deadLetters.removeIf(Submission::hasEnded);
  }

  /** Submissions of which nothing was sent yet and that have waited for longer than that. */
  void addLateTo(Set<Submission> late, long nanos, long now) {
    addLate(urgent, late, nanos, now);
    addLate(others, late, nanos, now);
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
