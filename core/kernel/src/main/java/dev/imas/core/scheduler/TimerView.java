package dev.imas.core.scheduler;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A timer as the API shows it. Its times are by the database's clock.
 *
 * @param id kind and subject, with a colon in between
 * @param dueAt the time that it is set for
 * @param nextTryAt when it is tried next: later than {@code dueAt} after a failure, sooner if
 *     somebody asked to run it. For a running timer, when its lease expires
 * @param recurs the recurrence, as {@link Recurrence#text}; null if it runs once
 * @param attempts failed attempts since it last succeeded
 * @param lateSeconds how late the last run began
 * @param asked what a person last asked of it: run or skip
 * @param about what it is for; null for work that is about nothing in particular, and for what is
 *     deleted
 */
public record TimerView(
    String id,
    String kind,
    String subject,
    Instant dueAt,
    Instant nextTryAt,
    @Nullable String recurs,
    boolean isRunning,
    int attempts,
    @Nullable Instant lastStartedAt,
    @Nullable Instant lastEndedAt,
    @Nullable Double lateSeconds,
    @Nullable String lastOutcome,
    @Nullable String asked,
    @Nullable String askedBy,
    @Nullable Instant askedAt,
    @Nullable TimerAbout about) {

  /** The same timer with what it is for. */
  TimerView about(Optional<TimerAbout> named) {
    return new TimerView(
        id,
        kind,
        subject,
        dueAt,
        nextTryAt,
        recurs,
        isRunning,
        attempts,
        lastStartedAt,
        lastEndedAt,
        lateSeconds,
        lastOutcome,
        asked,
        askedBy,
        askedAt,
        named.orElse(null));
  }
}
