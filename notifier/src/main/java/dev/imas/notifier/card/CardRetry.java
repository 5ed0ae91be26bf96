package dev.imas.notifier.card;

import dev.imas.core.work.RetrySchedule;
import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a card that could not be changed is tried again. Pure. */
final class CardRetry {

  /** About forty minutes. A newer state begins anew. */
  static final int MOST = 12;

  private static final RetrySchedule SCHEDULE =
      RetrySchedule.of(Duration.ofSeconds(5), Duration.ofMinutes(5))
          .grantingUpTo(Duration.ofHours(1))
          .upTo(MOST);

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
      case Outcome.MayHeal healing -> SCHEDULE.isLast(tries + 1) ? null : SCHEDULE.pause(tries);
      case Outcome.Retry retry ->
          SCHEDULE.isLast(tries + 1)
              ? null
              : SCHEDULE.atLeast(SCHEDULE.pause(tries), retry.retryAfter());
    };
  }
}
