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
 * What waits for its transaction, a lane per tenant. The lanes take turns in making the next batch,
 * each with rows by its tenant's weight, so that nobody waits behind another tenant's storm. Equal
 * fingerprints are folded, and what cannot be folded is set aside together with everything behind
 * it of the same fingerprint: a row of it goes with each of the next batches. Where one body makes
 * many of those, they are told in few ({@link Flaps}). Bound to one event loop. Its size is bounded
 * by admission, which counts the bytes of every request until it is answered.
 */
final class CommitQueue {

  /** Lanes without anything in them are kept for reuse up to this many. */
  private static final int MOST_LANES = 1_000;

  /** How much longer a tenant within its part may wait than one beyond. */
  private static final int PATIENCE = 3;

  private final ToIntFunction<UUID> weights;
  private final Map<UUID, CommitLane> lanes = new HashMap<>();

  /** Lanes with something in them, the one whose turn is next first. */
  private final Deque<CommitLane> turns = new ArrayDeque<>();

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
    CommitLane lane = lane(submission.tenant());
    lane.add(submission);
    takeTurns(lane);
  }

  /** Puts back, before everything else, what a transaction found to be other than believed. */
  void putBack(List<AlertEvent> again) {
    for (int i = again.size() - 1; i >= 0; i--) {
      AlertEvent event = again.get(i);
      CommitLane lane = lane(event.submission().tenant());
      lane.addFirst(event);
      takeTurns(lane);
    }
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  int size() {
    int size = 0;
    for (CommitLane lane : turns) {
      size += lane.size();
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
    CommitLane own = lanes.get(tenant);
    if (own == null || own.isEmpty()) {
      return 0;
    }
    long others = 0;
    long weight = 0;
    for (CommitLane lane : turns) {
      weight += lane.weight;
      if (lane != own) {
        others += lane.events();
      }
    }
    long mine = urgent ? own.urgentEvents() : own.events();
    long ahead = mine + Math.min(others, mine * (weight - own.weight) / own.weight);
    return ahead < mostRows ? 0 : pace.nanosFor(ahead);
  }

  /** Everything, to be failed. */
  List<Submission> drain() {
    Set<Submission> all = new HashSet<>();
    for (CommitLane lane : turns) {
      lane.drainTo(all);
      lane.hasTurn = false;
    }
    turns.clear();
    return new ArrayList<>(all);
  }

  /** Drops what has ended meanwhile, having waited too long. */
  void removeEnded() {
    turns.removeIf(
        lane -> {
          lane.removeEnded();
          lane.hasTurn = !lane.isEmpty();
          return lane.isEmpty();
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
    for (CommitLane lane : turns) {
      somebodyIsBeyond |= lane.size() > part(lane, mostRows, weight);
    }
    Set<Submission> late = new HashSet<>();
    for (CommitLane lane : turns) {
      boolean patient = somebodyIsBeyond && lane.size() <= part(lane, mostRows, weight);
      lane.addLateTo(late, patient ? PATIENCE * nanos : nanos, now);
    }
    return new ArrayList<>(late);
  }

  /** The next batch of at most that many rows; its events leave the queue. */
  Batch next(int mostRows) {
    Filling batch = new Filling(mostRows);
    long weight = weightOfAll();
    for (CommitLane lane : turns) {
      if (lane.hasBehind()) {
        batch.takeBehind(lane, Math.max(1, part(lane, mostRows, weight) / 2));
      }
    }
    List<CommitLane> laterOnly = List.of();
    while (!turns.isEmpty() && !batch.isFull()) {
      CommitLane lane = turns.pollFirst();
      batch.take(lane, part(lane, mostRows, weight));
      if (lane.isEmpty()) {
        lane.hasTurn = false;
      } else if (lane.hasForThisBatch()) {
        turns.addLast(lane);
      } else {
        // What is behind waits for the next batch, which may touch its row again.
        laterOnly = with(laterOnly, lane);
      }
    }
    turns.addAll(laterOnly);
    pace.taken(batch.events, !turns.isEmpty());
    return Batch.of(new ArrayList<>(batch.rows.values()), batch.letters);
  }

  private static List<CommitLane> with(List<CommitLane> lanes, CommitLane another) {
    List<CommitLane> all = lanes.isEmpty() ? new ArrayList<>() : lanes;
    all.add(another);
    return all;
  }

  /** Of the lanes with something in them. */
  private long weightOfAll() {
    long weight = 0;
    for (CommitLane lane : turns) {
      weight += lane.weight;
    }
    return weight;
  }

  /** Rows of the next batch that are this lane's. */
  private static int part(CommitLane lane, int mostRows, long weightOfAll) {
    return (int) Math.max(1, (long) mostRows * lane.weight / weightOfAll);
  }

  private CommitLane lane(UUID tenant) {
    CommitLane lane = lanes.get(tenant);
    if (lane == null) {
      if (lanes.size() >= MOST_LANES) {
        lanes.values().removeIf(CommitLane::isEmpty);
      }
      lane = new CommitLane();
      lanes.put(tenant, lane);
    }
    if (!lane.hasTurn) {
      lane.weight = weights.applyAsInt(tenant);
    }
    return lane;
  }

  private void takeTurns(CommitLane lane) {
    if (!lane.hasTurn && !lane.isEmpty()) {
      lane.hasTurn = true;
      turns.addLast(lane);
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

    /** As much of the lane as its part allows, in new rows; what folds into them is free. */
    void take(CommitLane lane, int part) {
      int end = Math.min(rows.size() + part, mostRows);
      while (rows.size() < end) {
        AlertEvent event = lane.pollEvent();
        if (event == null) {
          break;
        }
        if (!event.submission().hasEnded()) {
          take(event, lane);
        }
      }
      int lastLetter = letters.size() + part;
      while (letters.size() < lastLetter && letters.size() < mostRows) {
        Submission submission = lane.deadLetters.pollFirst();
        if (submission == null) {
          break;
        }
        if (!submission.hasEnded()) {
          submission.markSent();
          letters.add(submission);
        }
      }
    }

    void takeBehind(CommitLane lane, int most) {
      for (Deque<AlertEvent> behind : lane.takeBehind(Math.min(most, mostRows - rows.size()))) {
        takeRow(behind);
        lane.giveBack(behind);
      }
    }

    private void take(AlertEvent event, CommitLane lane) {
      // The fingerprint hashes the tenant too, so it is the whole key here.
      Fingerprint key = event.alert.fingerprint();
      BatchRow row = rows.get(key);
      if (lane.isBehind(key) || (row != null && !row.takes(event))) {
        lane.putBehind(event);
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
