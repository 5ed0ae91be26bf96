package dev.imas.core.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares who would have been paged about the incidents that two worlds open at the same moments,
 * once that is known of both, and keeps the first that differ. One thread at a time.
 */
final class Audiences implements Openings.Pairing {

  /** An incident, as it is opened in each world. */
  static final class Pair {
    private final long number;
    private final @Nullable Life was;
    private final @Nullable Life would;
    private int open;

    private Pair(long number, @Nullable Life was, @Nullable Life would) {
      this.number = number;
      this.was = was;
      this.would = would;
    }

    /** Null: it was not opened. */
    @Nullable Life was() {
      return was;
    }

    /** Null: it would not be opened. */
    @Nullable Life would() {
      return would;
    }

    private boolean isLike() {
      Audience one = was == null ? new Audience() : was.audience();
      Audience other = would == null ? new Audience() : would.audience();
      return one.isLike(other);
    }
  }

  private final int most;
  private final Map<Life, Pair> pairs = new HashMap<>();
  // The last one that was opened comes first, and goes when there are too many.
  private final PriorityQueue<Pair> differing =
      new PriorityQueue<>(Comparator.comparingLong((Pair pair) -> pair.number).reversed());
  private long opened;
  private long otherwise;

  /**
   * @param most how many that differ are kept
   */
  Audiences(int most) {
    this.most = most;
  }

  @Override
  public void pair(@Nullable Life was, @Nullable Life would) {
    Pair pair = new Pair(opened++, was, would);
    for (Life life : both(pair)) {
      pair.open++;
      pairs.put(life, pair);
    }
  }

  private static List<Life> both(Pair pair) {
    List<Life> lives = new ArrayList<>(2);
    if (pair.was != null) {
      lives.add(pair.was);
    }
    if (pair.would != null) {
      lives.add(pair.would);
    }
    return lives;
  }

  /** Nobody is told of it any more. */
  void over(Life life) {
    Pair pair = pairs.remove(life);
    if (pair != null && --pair.open == 0) {
      compare(pair);
    }
  }

  /** The replay ends. */
  void finish() {
    Set<Pair> left = new HashSet<>(pairs.values());
    pairs.clear();
    left.forEach(this::compare);
  }

  private void compare(Pair pair) {
    if (!pair.isLike()) {
      otherwise++;
      differing.add(pair);
      if (differing.size() > most) {
        differing.remove();
      }
    }
  }

  /** The first ones, in the order in which they are opened. */
  List<Pair> differing() {
    return differing.stream().sorted(Comparator.comparingLong(pair -> pair.number)).toList();
  }

  /** How many there are. */
  long otherwise() {
    return otherwise;
  }
}
