package dev.imas.gateway.commit;

import dev.imas.core.model.Fingerprint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What waits for its transaction, in order of arrival. Makes the next batch of it: as much as fits,
 * equal fingerprints folded, and what cannot be folded left in place together with everything
 * behind it of the same fingerprint. Bound to one event loop. Its size is bounded by admission,
 * which counts the bytes of every request until it is answered.
 */
final class CommitQueue {

  private final Deque<AlertEvent> events = new ArrayDeque<>();
  private final Deque<Submission> deadLetters = new ArrayDeque<>();

  void add(Submission submission) {
    events.addAll(submission.events());
    if (!submission.deadLetters().isEmpty()) {
      deadLetters.add(submission);
    }
  }

  /** Puts back, before everything else, what a transaction found to be other than believed. */
  void putBack(List<AlertEvent> again) {
    for (int i = again.size() - 1; i >= 0; i--) {
      events.addFirst(again.get(i));
    }
  }

  boolean isEmpty() {
    return events.isEmpty() && deadLetters.isEmpty();
  }

  int size() {
    return events.size() + deadLetters.size();
  }

  /** Everything, to be failed. */
  List<Submission> drain() {
    Set<Submission> all = new HashSet<>(deadLetters);
    for (AlertEvent event : events) {
      all.add(event.submission());
    }
    events.clear();
    deadLetters.clear();
    return new ArrayList<>(all);
  }

  /** Drops what has ended meanwhile, having waited too long. */
  void removeEnded() {
    events.removeIf(e -> e.submission().hasEnded());
    deadLetters.removeIf(Submission::hasEnded);
  }

  /** Submissions of which nothing was sent yet and that have waited for longer than that. */
  List<Submission> waitingLongerThan(long nanos, long now) {
    Set<Submission> late = new HashSet<>();
    for (AlertEvent event : events) {
      Submission s = event.submission();
      if (s.waitedNanos(now) <= nanos) {
        break;
      }
      if (!s.isSent()) {
        late.add(s);
      }
    }
    for (Submission s : deadLetters) {
      if (s.waitedNanos(now) <= nanos) {
        break;
      }
      if (!s.isSent()) {
        late.add(s);
      }
    }
    return new ArrayList<>(late);
  }

  /** The next batch of at most that many rows; its events leave the queue. */
  Batch next(int mostRows) {
    Map<Fingerprint, BatchRow> rows = new HashMap<>();
    Set<Fingerprint> deferred = Set.of();
    List<AlertEvent> left = List.of();
    // The second bound is for a sender whose one alert fires and recovers thousands of times in one
    // body.
    while (rows.size() < mostRows && left.size() < mostRows) {
      AlertEvent event = events.pollFirst();
      if (event == null) {
        break;
      }
      Submission submission = event.submission();
      if (submission.hasEnded()) {
        continue;
      }
      // The fingerprint hashes the tenant too, so it is the whole key here.
      Fingerprint key = event.alert.fingerprint();
      BatchRow row = rows.get(key);
      if (row == null && !deferred.contains(key)) {
        rows.put(key, new BatchRow(event));
      } else if (row != null && !deferred.contains(key) && row.takes(event)) {
        row.add(event);
      } else {
        if (deferred.isEmpty()) {
          deferred = new HashSet<>();
          left = new ArrayList<>();
        }
        deferred.add(key);
        left.add(event);
        continue;
      }
      submission.markSent();
    }
    putBack(left);
    List<Submission> letters = new ArrayList<>();
    for (Iterator<Submission> it = deadLetters.iterator();
        it.hasNext() && letters.size() < mostRows; ) {
      Submission submission = it.next();
      it.remove();
      if (!submission.hasEnded()) {
        submission.markSent();
        letters.add(submission);
      }
    }
    return Batch.of(new ArrayList<>(rows.values()), letters);
  }
}
