package dev.imas.core.deadletter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what became of the dead letters that one request looked at. */
final class LetterTally {

  private static final int EXAMPLES = 5;

  /** Reasons quote what senders wrote, so each letter may have its own. */
  private static final int MOST_REASONS = 20;

  private static final String OTHERS = "other reasons";

  /**
   * Why some stay.
   *
   * @param ids of the first ones
   */
  record Left(String reason, int count, List<UUID> ids) {}

  /**
   * @param replayed how many were read, or of a dry run would be tried
   * @param stopped why it ended before its time; null if it did not
   * @param remaining how many fit that were not looked at
   * @param next where to go on; null if nothing remains
   */
  record Summary(
      boolean dryRun,
      int looked,
      int replayed,
      List<UUID> ids,
      List<Left> left,
      @Nullable String stopped,
      int remaining,
      @Nullable UUID next) {}

  private final boolean dryRun;
  private final List<UUID> replayed = new ArrayList<>();
  private final Map<String, List<UUID>> left = new LinkedHashMap<>();
  private @Nullable UUID last;
  private @Nullable String stopped;

  /**
   * @param after where the request begins; null for the oldest
   */
  LetterTally(boolean dryRun, @Nullable UUID after) {
    this.dryRun = dryRun;
    this.last = after;
  }

  void replayed(UUID id) {
    last = id;
    replayed.add(id);
  }

  void left(UUID id, String reason) {
    last = id;
    String told = left.size() < MOST_REASONS || left.containsKey(reason) ? reason : OTHERS;
    left.computeIfAbsent(told, first -> new ArrayList<>()).add(id);
  }

  void stopped(String why) {
    stopped = why;
  }

  int looked() {
    return replayed.size() + leftCount();
  }

  int replayed() {
    return replayed.size();
  }

  int leftCount() {
    return left.values().stream().mapToInt(List::size).sum();
  }

  /**
   * The newest letter that was looked at; null if nothing was, and the request begins with the
   * oldest.
   */
  @Nullable UUID last() {
    return last;
  }

  Summary summary(int remaining) {
    return new Summary(
        dryRun,
        looked(),
        replayed.size(),
        first(replayed),
        left.entrySet().stream()
            .map(e -> new Left(e.getKey(), e.getValue().size(), first(e.getValue())))
            .toList(),
        stopped,
        remaining,
        remaining == 0 ? null : last);
  }

  private static List<UUID> first(List<UUID> ids) {
    return List.copyOf(ids.subList(0, Math.min(EXAMPLES, ids.size())));
  }
}
