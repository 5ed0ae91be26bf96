package dev.imas.core.suspect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often the suspects were right, of the incidents whose cause people have confirmed.
 *
 * @param incidents of which suspects were worked out
 * @param confirmed of which the cause was confirmed; the other counts are of these
 * @param first the cause was the first suspect
 * @param firstThree it was among the first three
 * @param mostRecent it was the last change of the incident's own service: what one would have named
 *     without a score
 * @param notListed it was no suspect, and people named it
 */
record HitRate(
    Instant from,
    Instant to,
    long incidents,
    long confirmed,
    Part first,
    Part firstThree,
    Part mostRecent,
    Part notListed) {

  /**
   * A part of the confirmed ones.
   *
   * @param rate null if there are none
   */
  record Part(long count, @Nullable Double rate) {

    static Part of(long count, long all) {
      return new Part(count, all == 0 ? null : Math.round(1_000.0 * count / all) / 1_000.0);
    }
  }

  /** What was counted. */
  record Counts(
      long incidents,
      long confirmed,
      long first,
      long firstThree,
      long mostRecent,
      long notListed) {

    HitRate over(Instant from, Instant to) {
      return new HitRate(
          from,
          to,
          incidents,
          confirmed,
          Part.of(first, confirmed),
          Part.of(firstThree, confirmed),
          Part.of(mostRecent, confirmed),
          Part.of(notListed, confirmed));
    }
  }
}
