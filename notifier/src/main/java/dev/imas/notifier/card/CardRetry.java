package dev.imas.notifier.card;

import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a card that could not be changed is tried again. Pure. */
final class CardRetry {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** What a vendor may ask for. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  /** About forty minutes. A newer state begins anew. */
  static final int MOST = 12;

  private CardRetry() {}

  /**
   * @param tries before this one
   * @return the wait; null: not before there is a newer state
   */
  static @Nullable Duration after(Outcome outcome, int tries) {
    return switch (outcome) {
      case Outcome.Deferred deferred -> deferred.delay();
      case Outcome.Refused refused -> null;
      case Outcome.Accepted accepted -> null;
      case Outcome.MayHeal healing -> tries + 1 >= MOST ? null : grown(tries);
      case Outcome.Retry retry -> tries + 1 >= MOST ? null : wait(retry, grown(tries));
    };
  }

  private static Duration wait(Outcome.Retry retry, Duration ours) {
    Duration asked = retry.retryAfter();
    if (asked == null || asked.compareTo(ours) <= 0) {
      return ours;
    }
    return asked.compareTo(LONGEST_ASKED) <= 0 ? asked : LONGEST_ASKED;
  }

  private static Duration grown(int tries) {
    Duration grown = FIRST.multipliedBy(1L << Math.min(tries, 10));
    return grown.compareTo(LONGEST) <= 0 ? grown : LONGEST;
  }
}
