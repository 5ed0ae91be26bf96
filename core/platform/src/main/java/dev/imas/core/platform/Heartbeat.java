package dev.imas.core.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a worker does its work: it reports each pass here, also one that found nothing to do. It
 * fails when two passes in a row failed, or when none ended well for a while, since a worker that
 * waits for ever reports nothing at all. Any thread.
 */
public final class Heartbeat {

  /** One alone may be a connection that was cut; the next pass opens another. */
  private static final int FAILURES = 2;

  /**
   * What is wrong.
   *
   * @param since the last pass that ended well
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
   * @param name of the work, as readiness and metrics show it: {@code intake_urgent}
   * @param within which a pass must end well
   */
  public Heartbeat(String name, Duration within, InstantSource clock) {
    this(name, within, clock, System::nanoTime);
  }

  Heartbeat(String name, Duration within, InstantSource clock, LongSupplier nanoTime) {
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

  /** A pass ended well. */
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

  /** All is well, and what follows may take so long until the next report. */
  public synchronized void passedUntil(Duration next) {
    passed();
    allowance = Math.max(allowance, next.toNanos());
  }

  /** Empty while the work is done. */
  public synchronized Optional<Failing> failing() {
    Throwable with = cause;
    if (failures >= FAILURES && with != null) {
      return Optional.of(new Failing(lastGood, briefly(with)));
    }
    if (nanoTime.getAsLong() - lastGoodNanos > allowance) {
      return Optional.of(
          new Failing(lastGood, with == null ? "nothing is heard of it" : briefly(with)));
    }
    return Optional.empty();
  }

  /** One line, the innermost reason. */
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
