package dev.imas.core.platform;

import java.util.Collection;
import java.util.Optional;

/** Guesses what was meant by an unknown word. */
public final class Spelling {

  private Spelling() {}

  /** {@code ; did you mean x?}, or an empty text if no known word is similar. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** At most a quarter of the letters may differ, and at most two of a short word. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    int least = Math.max(2, word.length() / 4) + 1;
    Optional<String> nearest = Optional.empty();
    for (String candidate : known) {
      int distance =
          Math.abs(candidate.length() - word.length()) < least
              ? distance(word, candidate)
              : Integer.MAX_VALUE;
      if (distance < least && distance < Math.max(word.length(), 1)) {
        least = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /**
   * The edit distance: each letter added, left out, changed or swapped with the next counts one.
   */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best =
            Math.min(
                cost[i - 1][j - 1] + (same ? 0 : 1),
                Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
