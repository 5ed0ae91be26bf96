package dev.imas.core.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a team gets done in a sprint, as its last ones say. Pure.
 *
 * @param median of their done points
 * @param sprints how many of them are known, at most {@value #MOST}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Velocity(double median, int least, int most, int sprints) {

  static final int MOST = 6;

  /** Fewer say nothing. */
  static final int FEWEST = 3;

  /**
   * @param points of at least one sprint
   */
  static Velocity of(List<Integer> points) {
    List<Integer> sorted = points.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    return new Velocity(median, sorted.getFirst(), sorted.getLast(), sorted.size());
  }
}
