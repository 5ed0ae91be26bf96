package dev.imas.notifier.delivery;

import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Attempted;
import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, as it is stored.
 *
 * @param error of an accepted attempt: what providers answered that were tried before
 * @param provider with which it was made; null: what is set on this notifier
 */
record AttemptRecord(
    String outcome,
    @Nullable Integer status,
    @Nullable String error,
    Duration duration,
    @Nullable UUID provider) {

  private static final int ERROR = 500;

  static AttemptRecord of(Attempted attempted, Duration duration) {
    Outcome outcome = attempted.outcome();
    return switch (outcome) {
      case Outcome.Accepted accepted ->
          of(attempted, accepted.status(), attempted.before(), duration);
      case Outcome.Retry retry -> of(attempted, retry.status(), retry.reason(), duration);
      case Outcome.Deferred deferred -> throw new IllegalArgumentException("was no attempt");
      case Outcome.MayHeal refused -> of(attempted, refused.status(), refused.reason(), duration);
      case Outcome.Refused refused -> of(attempted, refused.status(), refused.reason(), duration);
    };
  }

  private static AttemptRecord of(
      Attempted attempted, @Nullable Integer status, @Nullable String error, Duration duration) {
    return new AttemptRecord(
        attempted.outcome().word(),
        status,
        error == null ? null : SafeText.line(error, ERROR),
        duration,
        attempted.provider());
  }
}
