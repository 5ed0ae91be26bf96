package dev.imas.gateway.sender.custom;

import dev.imas.gateway.decode.FoldedName;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the name of an object within a body while the body is read: {@code incident.title},
 * {@code data.essentials.alertRule}. The most telling name wins. Among equal names the outermost
 * wins, then the first by the path that leads to it, since the order of fields means nothing.
 */
final class InnerTitle {

  /** Folded names, the most telling first. */
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

  /** Offers a text at the current path. Texts of the body itself are read elsewhere. */
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
