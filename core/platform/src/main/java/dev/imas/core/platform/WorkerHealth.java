package dev.imas.core.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a worker does its work. The worker reports each pass here, even one that found nothing to
 * do. It counts as failing when two passes in a row failed, or when none succeeded for a while,
 * since a stuck worker reports nothing at all. May be called from any thread.
 */
public final class WorkerHealth {

  /** A single failure may be a lost connection, which the next pass reopens. */
  private static final int FAILURES = 2;

  /**
   * Why a worker counts as failing.
   *
   * @param since when the last pass succeeded
   */
  public record Failing(Instant since, String reason) {}

  private final String name;
  private final Duration within;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private Instant lastGood;
  private long lastGoodNanos;
  private long allowance;
  private int failures;
  private @Nullable Throwable cause;

  /**
   * @param name the worker's name in readiness and metrics, such as {@code intake_urgent}
   * @param within the time within which a pass must succeed
   */
  public WorkerHealth(String name, Duration within, InstantSource clock) {
    this(name, within, clock, System::nanoTime);
  }

  WorkerHealth(String name, Duration within, InstantSource clock, LongSupplier nanoTime) {
    this.name = name;
    this.within = within;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.lastGood = clock.instant();
    this.lastGoodNanos = nanoTime.getAsLong();
    this.allowance = within.toNanos();
  }

  public String name() {
    return name;
  }

  /** A pass succeeded. */
  public synchronized void passed() {
    lastGood = clock.instant();
    lastGoodNanos = nanoTime.getAsLong();
    allowance = within.toNanos();
    failures = 0;
    cause = null;
  }

  /** A pass failed. */
  public synchronized void failed(Throwable with) {
    failures++;
    cause = with;
  }

  /** A pass succeeded, and the next report may take up to {@code next}. */
  public synchronized void passedUntil(Duration next) {
    passed();
    allowance = Math.max(allowance, next.toNanos());
  }

  /** Empty while the worker does its work. */
  public synchronized Optional<Failing> failing() {
    Throwable with = cause;
    if (failures >= FAILURES && with != null) {
      return Optional.of(new Failing(lastGood, briefly(with)));
    }
    if (nanoTime.getAsLong() - lastGoodNanos > allowance) {
      return Optional.of(
          new Failing(lastGood, with == null ? "no pass has ended in time" : briefly(with)));
    }
    return Optional.empty();
  }

  /** The first line of the innermost cause's message. */
  private static String briefly(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause.getCause() != null && depth < 10; depth++) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
