package dev.imas.core.runbook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far people are with a step.
 *
 * @param step its number, from 1
 * @param executor who put it into this state; null: nobody has touched it
 * @param asked the first of the two requests by which it is done; null: nobody has sent one since
 *     it last changed
 */
record StepProgress(
    int step,
    StepState state,
    @Nullable String executor,
    @Nullable UUID executorId,
    @Nullable Instant changedAt,
    String note,
    @Nullable Confirmation asked) {

  /**
   * Waits for a second request.
   *
   * @param by who has to send it
   */
  record Confirmation(UUID nonce, String by, Instant ends) {}

  static StepProgress untouched(int step) {
    return new StepProgress(step, StepState.PENDING, null, null, null, "", null);
  }

  StepProgress asking(Confirmation confirmation) {
    return new StepProgress(step, state, executor, executorId, changedAt, note, confirmation);
  }
}
