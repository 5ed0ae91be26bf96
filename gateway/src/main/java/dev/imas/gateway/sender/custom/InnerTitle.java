package dev.imas.gateway.sender.custom;

import dev.imas.gateway.decode.FoldedName;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what an object within a body is called, as it is walked through: {@code
 * incident.title}, {@code data.essentials.alertRule}. The most telling name wins, of equal ones the
 * outermost, of these the first by the names that lead to it: the order of the fields says nothing.
 */
final class InnerTitle {

  /** Folded, the most telling first. */
  private static final List<String> NAMES =
      List.of(
          "title",
          "alertname",
          "alertrule",
          "rulename",
          "conditionname",
          "policyname",
          "monitorname",
          "checkname",
          "summary",
          "subject",
          "name",
          "message");

  private final List<String> path = new ArrayList<>();
  private String best = "";
  private String bestPath = "";
  private int bestRank = Integer.MAX_VALUE;
  private int bestDepth;

  void enter(String name) {
    path.add(name);
  }

  void leave() {
    path.removeLast();
  }

  /** A text, where the path stands. What stands in the body itself is read elsewhere. */
  void offer(String text) {
    int depth = path.size();
    int rank = depth < 2 ? -1 : NAMES.indexOf(FoldedName.of(path.getLast()));
    if (rank < 0 || rank > bestRank || (rank == bestRank && depth > bestDepth)) {
      return;
    }
    if (!SteadyText.hasLetter(text) || ChangingFields.isState(text)) {
      return;
    }
    String at = String.join("\0", path);
    if (rank < bestRank || depth < bestDepth || at.compareTo(bestPath) <= 0) {
      best = text;
      bestPath = at;
      bestRank = rank;
      bestDepth = depth;
    }
  }

  String best() {
    return best;
  }
}
