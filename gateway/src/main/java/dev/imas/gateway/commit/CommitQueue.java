package dev.imas.gateway.commit;

import dev.imas.core.model.Fingerprint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * What waits for its transaction, a queue per tenant. The queues take turns in making the next
 * batch, each with rows by its tenant's weight, so that nobody waits behind another tenant's storm.
 * Equal fingerprints are folded, and what cannot be folded is set aside together with everything
 * behind it of the same fingerprint: a row of it goes with each of the next batches. Where one body
 * makes many of those, they are told in few ({@link Flaps}). Bound to one event loop. Its size is
 * bounded by admission, which counts the bytes of every request until it is answered.
 */
final class CommitQueue {

  /** Queues without anything in them are kept for reuse up to this many. */
  private static final int MOST_QUEUES = 1_000;

  /** How much longer a tenant within its part may wait than one beyond. */
  private static final int PATIENCE = 3;

  private final ToIntFunction<UUID> weights;
  private final Map<UUID, TenantQueue> queues = new HashMap<>();

  /** Queues with something in them, the one whose turn is next first. */
  private final Deque<TenantQueue> turns = new ArrayDeque<>();

  private final CommitPace pace;

  /**
   * @param weights of tenants, at least 1 each
   * @param nanoTime System.nanoTime, or a test's
   */
  CommitQueue(ToIntFunction<UUID> weights, LongSupplier nanoTime) {
    this.weights = weights;
    this.pace = new CommitPace(nanoTime);
  }

  void add(Submission submission) {
    TenantQueue queue = queue(submission.tenant());
    queue.add(submission);
    takeTurns(queue);
  }

  /** Puts back, before everything else, events whose cache entry turned out to be stale. */
  void putBack(List<AlertEvent> again) {
    for (int i = again.size() - 1; i >= 0; i--) {
      AlertEvent event = again.get(i);
      TenantQueue queue = queue(event.submission().tenant());
      queue.addFirst(event);
      takeTurns(queue);
    }
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  int size() {
    int size = 0;
    for (TenantQueue queue : turns) {
      size += queue.size();
    }
    return size;
  }

  /**
   * How long something of this tenant submitted now is expected to wait until its first part is
   * sent, as far as recent batches tell: for what its tenant has waiting already, and what the
   * others may send in between by their weights. 0 for what fits into the next batch.
   *
   * @param urgent something with a SEV1 or SEV2: it goes before what is not
   * @param mostRows as for {@link #next}
   */
  long expectedWaitNanos(UUID tenant, boolean urgent, int mostRows) {
    TenantQueue own = queues.get(tenant);
    if (own == null || own.isEmpty()) {
      return 0;
    }
    long others = 0;
    long weight = 0;
    for (TenantQueue queue : turns) {
      weight += queue.weight;
      if (queue != own) {
        others += queue.events();
      }
    }
    long mine = urgent ? own.urgentEvents() : own.events();
    long ahead = mine + Math.min(others, mine * (weight - own.weight) / own.weight);
    return ahead < mostRows ? 0 : pace.nanosFor(ahead);
  }

  /** Everything, to be failed. */
  List<Submission> drain() {
    Set<Submission> all = new HashSet<>();
    for (TenantQueue queue : turns) {
      queue.drainTo(all);
      queue.hasTurn = false;
    }
    turns.clear();
    return new ArrayList<>(all);
  }

  /** Drops what has ended meanwhile, having waited too long. */
  void removeEnded() {
    turns.removeIf(
        queue -> {
          queue.removeEnded();
          queue.hasTurn = !queue.isEmpty();
          return queue.isEmpty();
        });
  }

  /**
   * Submissions of which nothing was sent yet and that have waited for longer than that. A tenant
   * that keeps within its part while others wait beyond theirs may wait {@value #PATIENCE} times as
   * long: all that it has goes with the next batch, so that refusing it would help nobody.
   *
   * @param mostRows as for {@link #next}
   */
  List<Submission> waitingLongerThan(long nanos, long now, int mostRows) {
    long weight = weightOfAll();
    boolean somebodyIsBeyond = false;
    for (TenantQueue queue : turns) {
      somebodyIsBeyond |= queue.size() > part(queue, mostRows, weight);
    }
    Set<Submission> late = new HashSet<>();
    for (TenantQueue queue : turns) {
      boolean patient = somebodyIsBeyond && queue.size() <= part(queue, mostRows, weight);
      queue.addLateTo(late, patient ? PATIENCE * nanos : nanos, now);
    }
    return new ArrayList<>(late);
  }

  /** The next batch of at most that many rows; its events leave the queue. */
  Batch next(int mostRows) {
    Filling batch = new Filling(mostRows);
    long weight = weightOfAll();
    for (TenantQueue queue : turns) {
      if (queue.hasBehind()) {
        batch.takeBehind(queue, Math.max(1, part(queue, mostRows, weight) / 2));
      }
    }
    List<TenantQueue> laterOnly = List.of();
    while (!turns.isEmpty() && !batch.isFull()) {
      TenantQueue queue = turns.pollFirst();
      batch.take(queue, part(queue, mostRows, weight));
      if (queue.isEmpty()) {
        queue.hasTurn = false;
      } else if (queue.hasForThisBatch()) {
        turns.addLast(queue);
      } else {
        // What is behind waits for the next batch, which may touch its row again.
        laterOnly = with(laterOnly, queue);
      }
    }
    turns.addAll(laterOnly);
    pace.taken(batch.events, !turns.isEmpty());
    return Batch.of(new ArrayList<>(batch.rows.values()), batch.letters);
  }

  private static List<TenantQueue> with(List<TenantQueue> queues, TenantQueue another) {
    List<TenantQueue> all = queues.isEmpty() ? new ArrayList<>() : queues;
    all.add(another);
    return all;
  }

  /** Of the queues with something in them. */
  private long weightOfAll() {
    long weight = 0;
    for (TenantQueue queue : turns) {
      weight += queue.weight;
    }
    return weight;
  }

  /** Rows of the next batch that are this queue's. */
  private static int part(TenantQueue queue, int mostRows, long weightOfAll) {
    return (int) Math.max(1, (long) mostRows * queue.weight / weightOfAll);
  }

  private TenantQueue queue(UUID tenant) {
    TenantQueue queue = queues.get(tenant);
    if (queue == null) {
      if (queues.size() >= MOST_QUEUES) {
        queues.values().removeIf(TenantQueue::isEmpty);
      }
      queue = new TenantQueue();
      queues.put(tenant, queue);
    }
    if (!queue.hasTurn) {
      queue.weight = weights.applyAsInt(tenant);
    }
    return queue;
  }

  private void takeTurns(TenantQueue queue) {
    if (!queue.hasTurn && !queue.isEmpty()) {
      queue.hasTurn = true;
      turns.addLast(queue);
    }
  }

  /** A batch while it is filled. */
  private static final class Filling {

    private final int mostRows;
    private final Map<Fingerprint, BatchRow> rows = new HashMap<>();
    private final List<Submission> letters = new ArrayList<>();
    private int events;

    Filling(int mostRows) {
      this.mostRows = mostRows;
    }

    boolean isFull() {
      return rows.size() >= mostRows || letters.size() >= mostRows;
    }

    /** As much of the queue as its part allows, in new rows; what folds into them is free. */
    void take(TenantQueue queue, int part) {
      int end = Math.min(rows.size() + part, mostRows);
      while (rows.size() < end) {
        AlertEvent event = queue.pollEvent();
        if (event == null) {
          break;
        }
        if (!event.submission().hasEnded()) {
          take(event, queue);
        }
      }
      int lastLetter = letters.size() + part;
      while (letters.size() < lastLetter && letters.size() < mostRows) {
        Submission submission = queue.deadLetters.pollFirst();
        if (submission == null) {
          break;
        }
        if (!submission.hasEnded()) {
          submission.markSent();
          letters.add(submission);
        }
      }
    }

    void takeBehind(TenantQueue queue, int most) {
      for (Deque<AlertEvent> behind : queue.takeBehind(Math.min(most, mostRows - rows.size()))) {
        takeRow(behind);
        queue.giveBack(behind);
      }
    }

    private void take(AlertEvent event, TenantQueue queue) {
      // The fingerprint hashes the tenant too, so it is the whole key here.
      Fingerprint key = event.alert.fingerprint();
      BatchRow row = rows.get(key);
      if (queue.isBehind(key) || (row != null && !row.takes(event))) {
        queue.putBehind(event);
        return;
      }
      if (row == null) {
        rows.put(key, new BatchRow(event));
      } else {
        row.add(event);
      }
      sent(event);
    }

    /** The first row of what waited behind, and what shares it. */
    private void takeRow(Deque<AlertEvent> behind) {
      BatchRow row = null;
      for (AlertEvent event = behind.peekFirst();
          event != null && (row == null || row.takes(event));
          event = behind.peekFirst()) {
        behind.removeFirst();
        if (event.submission().hasEnded()) {
          continue;
        }
        if (row == null) {
          row = new BatchRow(event);
          rows.put(event.alert.fingerprint(), row);
        } else {
          row.add(event);
        }
        sent(event);
      }
    }

    private void sent(AlertEvent event) {
      events += 1 + event.folded().size();
      event.submission().markSent();
    }
  }
}
