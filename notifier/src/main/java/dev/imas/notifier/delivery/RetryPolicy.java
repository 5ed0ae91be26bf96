package dev.imas.notifier.delivery;

import dev.imas.core.model.Severity;
import dev.imas.core.work.Backoff;
import dev.imas.notifier.channel.Outcome;
import java.time.Duration;

/**
 * When to retry, and when to stop (NTF-26). Pure: randomness comes in as a number.
 *
 * @param first wait before the first retry; doubles with each
 * @param ceiling our longest wait
 * @param retries after the first attempt
 * @param urgentRetries the same for SEV1
 * @param healingRetries the same after a refusal whose cause others may remove, whatever the
 *     severity: others are told only after the last of them
 */
public record RetryPolicy(
    Duration first, Duration ceiling, int retries, int urgentRetries, int healingRetries) {

  /** The longest wait that a provider can ask for; a longer one is cut to this. */
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  /** The same for a SEV1, which must not be held up long by a provider that asks to slow down. */
  private static final Duration LONGEST_ASKED_URGENT = Duration.ofSeconds(60);

  /**
   * @param attempt 1 for the first attempt. It goes on counting when a dead letter is replayed:
   *     after each full series of attempts a new one begins
   * @param dice from 0 (inclusive) to 1
   */
  public NextStep after(Outcome outcome, int attempt, Severity urgency, double dice) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> NextStep.Done.of(accepted);
      case Outcome.Refused refused -> new NextStep.GiveUp(refused.reason());
      case Outcome.Retry retry -> {
        int made = (attempt - 1) % (retriesFor(urgency) + 1);
        yield made >= retriesFor(urgency)
            ? gaveUp(retry.reason(), attempt)
            : new NextStep.Again(wait(made, retry, urgency, dice), retry.reason());
      }
      case Outcome.Deferred deferred -> throw new IllegalArgumentException("was no attempt");
      case Outcome.MayHeal refused -> {
        int made = (attempt - 1) % (retriesFor(urgency) + 1);
        yield made >= Math.min(healingRetries, retriesFor(urgency))
            ? gaveUp(refused.reason(), attempt)
            : new NextStep.Again(waits().after(made, dice), refused.reason());
      }
    };
  }

  /** What follows an attempt that is never repeated. */
  static NextStep once(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> NextStep.Done.of(accepted);
      case Outcome.Retry retry -> new NextStep.GiveUp(retry.reason());
      case Outcome.Deferred deferred -> throw new IllegalArgumentException("was no attempt");
      case Outcome.MayHeal refused -> new NextStep.GiveUp(refused.reason());
      case Outcome.Refused refused -> new NextStep.GiveUp(refused.reason());
    };
  }

  private static NextStep.GiveUp gaveUp(String reason, int attempt) {
    return new NextStep.GiveUp(
        attempt == 1 ? reason : reason + " (gave up after " + attempt + " attempts)");
  }

  /** How long all retries of one delivery take together. */
  public Duration horizon(Severity urgency) {
    Backoff waits = waits();
    Duration sum = Duration.ZERO;
    for (int made = 0; made < retriesFor(urgency); made++) {
      sum = sum.plus(waits.after(made));
    }
    return sum;
  }

  private int retriesFor(Severity urgency) {
    return urgency == Severity.SEV1_CRITICAL ? urgentRetries : retries;
  }

  private Backoff waits() {
    return new Backoff(first, ceiling);
  }

  private Duration wait(int retriesMade, Outcome.Retry retry, Severity urgency, double dice) {
    Duration ours = waits().after(retriesMade, dice);
    Duration asked = retry.retryAfter();
    if (asked == null) {
      return ours;
    }
    Duration granted =
        least(asked, urgency == Severity.SEV1_CRITICAL ? LONGEST_ASKED_URGENT : LONGEST_ASKED);
    return granted.compareTo(ours) > 0 ? granted : ours;
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
