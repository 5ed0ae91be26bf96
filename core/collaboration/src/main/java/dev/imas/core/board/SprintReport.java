package dev.imas.core.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.board.Burndown.Amount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a sprint. That of a closed one is stored and never changes.
 *
 * @param zone of its midnights
 * @param fromIncidents its items that belong to incidents
 * @param unfinished its open items in their order, at most {@value #MOST}
 * @param finished its done ones, the same
 */
record SprintReport(
    String zone,
    Burndown burndown,
    Amount fromIncidents,
    List<Line> unfinished,
    List<Line> finished) {

  static final int MOST = 500;

  SprintReport {
    unfinished = List.copyOf(unfinished);
    finished = List.copyOf(finished);
  }

  /**
   * An item as it was then.
   *
   * @param incident the short id of its incident
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Line(String key, String title, @Nullable Integer points, @Nullable String incident) {

    int weight() {
      return points == null ? 0 : points;
    }
  }

  static SprintReport of(
      String zone, Burndown burndown, List<Line> unfinished, List<Line> finished) {
    int items = 0;
    int points = 0;
    for (List<Line> lines : List.of(unfinished, finished)) {
      for (Line line : lines) {
        items += line.incident == null ? 0 : 1;
        points += line.incident == null ? 0 : line.weight();
      }
    }
    return new SprintReport(zone, burndown, new Amount(items, points), unfinished, finished);
  }
}
