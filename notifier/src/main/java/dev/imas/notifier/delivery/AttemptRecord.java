package dev.imas.notifier.delivery;

import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.template.SafeText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt, as it is stored. */
record AttemptRecord(
    String outcome, @Nullable Integer status, @Nullable String error, Duration duration) {

  private static final int ERROR = 500;

  static AttemptRecord of(Outcome outcome, Duration duration) {
    return switch (outcome) {
      case Outcome.Accepted accepted ->
          new AttemptRecord(outcome.word(), accepted.status(), null, duration);
      case Outcome.Retry retry ->
          new AttemptRecord(
              outcome.word(), retry.status(), SafeText.line(retry.reason(), ERROR), duration);
      case Outcome.Deferred deferred -> throw new IllegalArgumentException("was no attempt");
      case Outcome.MayHeal refused ->
          new AttemptRecord(
              outcome.word(), refused.status(), SafeText.line(refused.reason(), ERROR), duration);
      case Outcome.Refused refused ->
          new AttemptRecord(
              outcome.word(), refused.status(), SafeText.line(refused.reason(), ERROR), duration);
    };
  }
}
