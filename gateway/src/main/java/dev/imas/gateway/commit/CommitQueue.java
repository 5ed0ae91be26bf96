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
 * What waits to be committed, in one queue per tenant. Each batch takes rows from the queues in
 * round-robin order, by the tenants' weights, so that nobody waits behind another tenant's storm.
 * Events of equal fingerprint are folded. An event that cannot be folded is set aside, with
 * everything behind it of the same fingerprint, and one row of it goes with each of the next
 * batches. Where one body makes many of those, they are reduced to a few ({@link FlapReduction}).
 * Bound to one event loop. Admission bounds the size: it counts the bytes of every request until it
 * is answered.
 */
final class CommitQueue {

  /** How many empty queues are kept for reuse. */
  private static final int MOST_QUEUES = 1_000;

  /** How many times longer a tenant within its share may wait than one beyond it. */
  private static final int WAIT_FACTOR_WITHIN_SHARE = 3;

  private final ToIntFunction<UUID> weights;
  private final Map<UUID, TenantQueue> queues = new HashMap<>();

  /** Queues that are not empty, in round-robin order. */
  private final Deque<TenantQueue> rotation = new ArrayDeque<>();

  private final CommitPace pace;

  /**
   * @param weights of tenants, at least 1 each
   * @param nanoTime {@code System.nanoTime}, or a test's clock
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
    return rotation.isEmpty();
  }

  int size() {
    int size = 0;
    for (TenantQueue queue : rotation) {
      size += queue.size();
    }
    return size;
  }

  /**
   * The expected wait of something that this tenant submits now, until its first part is sent. It
   * is estimated from recent batches: what the tenant has waiting, and what the others may send in
   * between by their weights. 0 for what fits into the next batch.
   *
   * @param urgent whether it holds a SEV1 or SEV2, which goes before the rest
   * @param mostRows as for {@link #next}
   */
  long expectedWaitNanos(UUID tenant, boolean urgent, int mostRows) {
    TenantQueue own = queues.get(tenant);
    if (own == null || own.isEmpty()) {
      return 0;
    }
    long others = 0;
    long weight = 0;
    for (TenantQueue queue : rotation) {
      weight += queue.weight;
      if (queue != own) {
        others += queue.events();
      }
    }
    long mine = urgent ? own.urgentEvents() : own.events();
    long ahead = mine + Math.min(others, mine * (weight - own.weight) / own.weight);
    return ahead < mostRows ? 0 : pace.nanosFor(ahead);
  }

  /** Removes everything, to be failed. */
  List<Submission> drain() {
    Set<Submission> all = new HashSet<>();
    for (TenantQueue queue : rotation) {
      queue.drainTo(all);
      queue.inRotation = false;
    }
    rotation.clear();
    return new ArrayList<>(all);
  }

  /** Drops submissions that have ended, because they waited too long. */
  void removeEnded() {
    rotation.removeIf(
        queue -> {
          queue.removeEnded();
          queue.inRotation = !queue.isEmpty();
          return queue.isEmpty();
        });
  }

  /**
   * Submissions of which nothing was sent yet and that have waited longer than that. A tenant
   * within its share may wait {@value #WAIT_FACTOR_WITHIN_SHARE} times as long while others wait
   * beyond theirs. All it has goes with the next batch, so that refusing it would help nobody.
   *
   * @param mostRows as for {@link #next}
   */
  List<Submission> waitingLongerThan(long nanos, long now, int mostRows) {
    long weight = weightOfAll();
    boolean somebodyIsBeyond = false;
    for (TenantQueue queue : rotation) {
      somebodyIsBeyond |= queue.size() > part(queue, mostRows, weight);
    }
    Set<Submission> late = new HashSet<>();
    for (TenantQueue queue : rotation) {
      boolean mayWaitLonger = somebodyIsBeyond && queue.size() <= part(queue, mostRows, weight);
      queue.addLateTo(late, mayWaitLonger ? WAIT_FACTOR_WITHIN_SHARE * nanos : nanos, now);
    }
    return new ArrayList<>(late);
  }

  /** The next batch of at most that many rows. Its events leave the queue. */
  Batch next(int mostRows) {
    Filling batch = new Filling(mostRows);
    long weight = weightOfAll();
    for (TenantQueue queue : rotation) {
      if (queue.hasBehind()) {
        batch.takeBehind(queue, Math.max(1, part(queue, mostRows, weight) / 2));
      }
    }
    List<TenantQueue> laterOnly = List.of();
    while (!rotation.isEmpty() && !batch.isFull()) {
      TenantQueue queue = rotation.pollFirst();
      batch.take(queue, part(queue, mostRows, weight));
      if (queue.isEmpty()) {
        queue.inRotation = false;
      } else if (queue.hasForThisBatch()) {
        rotation.addLast(queue);
      } else {
        // What is set aside waits for the next batch, which may touch its row again.
        laterOnly = with(laterOnly, queue);
      }
    }
    rotation.addAll(laterOnly);
    pace.taken(batch.events, !rotation.isEmpty());
    return Batch.of(new ArrayList<>(batch.rows.values()), batch.extras);
  }

  private static List<TenantQueue> with(List<TenantQueue> queues, TenantQueue another) {
    List<TenantQueue> all = queues.isEmpty() ? new ArrayList<>() : queues;
    all.add(another);
    return all;
  }

  /** The sum of weights of the queues that are not empty. */
  private long weightOfAll() {
    long weight = 0;
    for (TenantQueue queue : rotation) {
      weight += queue.weight;
    }
    return weight;
  }

  /** How many rows of the next batch this queue gets. */
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
    if (!queue.inRotation) {
      queue.weight = weights.applyAsInt(tenant);
    }
    return queue;
  }

  private void takeTurns(TenantQueue queue) {
    if (!queue.inRotation && !queue.isEmpty()) {
      queue.inRotation = true;
      rotation.addLast(queue);
    }
  }

  /** A batch while it is being filled. */
  private static final class Filling {

    private final int mostRows;
    private final Map<Fingerprint, BatchRow> rows = new HashMap<>();
    private final List<Submission> extras = new ArrayList<>();
    private int events;

    Filling(int mostRows) {
      this.mostRows = mostRows;
    }

    boolean isFull() {
      return rows.size() >= mostRows || extras.size() >= mostRows;
    }

    /**
     * Takes as many new rows of the queue as its share allows. Events that fold into them are free.
     */
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
      int lastExtra = extras.size() + part;
      while (extras.size() < lastExtra && extras.size() < mostRows) {
        Submission submission = queue.extras.pollFirst();
        if (submission == null) {
          break;
        }
        if (!submission.hasEnded()) {
          submission.markSent();
          extras.add(submission);
        }
      }
    }

    void takeBehind(TenantQueue queue, int most) {
      for (Deque<AlertEvent> behind : queue.takeBehind(Math.min(most, mostRows - rows.size()))) {
        takeRow(behind);
        queue.setAsideAgain(behind);
      }
    }

    private void take(AlertEvent event, TenantQueue queue) {
      // The fingerprint hash includes the tenant, so it is the whole key here.
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

    /** The first row of what was set aside, and the events that share it. */
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
