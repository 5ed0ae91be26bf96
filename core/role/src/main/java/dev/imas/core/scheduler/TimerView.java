package dev.imas.core.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A timer as the API shows it. Times are the database's clock.
 *
 * @param id kind and subject, with a colon between
 * @param dueAt what it is set for
 * @param nextTryAt when it is tried: later than {@code dueAt} after a failure, sooner when somebody
 *     asked; of one that runs, when its lease ends
 * @param recurs as {@link Recurrence#text} says it; null: once
 * @param attempts that failed since it last ended well
 * @param lateSeconds how late the last run began
 * @param asked the last thing that a person asked of it: run or skip
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
    @Nullable Instant askedAt) {}
