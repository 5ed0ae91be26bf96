package dev.imas.core.suspicion;

import java.util.List;

/**
 * A change with its score, which is the sum of its lines.
 *
 * @param lines those with points, in a fixed order
 */
public record Suspect(SuspectChange change, int score, List<SuspectLine> lines) {

  public Suspect {
    lines = List.copyOf(lines);
    if (lines.stream().mapToInt(SuspectLine::points).sum() != score) {
      throw new IllegalArgumentException("the score " + score + " is not the sum of " + lines);
    }
  }

  static Suspect of(SuspectChange change, List<SuspectLine> lines) {
    return new Suspect(change, lines.stream().mapToInt(SuspectLine::points).sum(), lines);
  }
}
