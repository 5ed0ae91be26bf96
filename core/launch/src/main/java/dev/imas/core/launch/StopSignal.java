package dev.imas.core.launch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal to stop, at any moment of a command. What the command has opened until then is closed,
 * the last first, before the process ends. An embedded PostgreSQL would otherwise outlive it.
 */
final class StopSignal {

  /** The exit code of a process that SIGTERM ended. */
  static final int EXIT_CODE = 143;

  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  /** So long an interrupted opening has for undoing what it did. */
  private static final Duration UNDONE_WITHIN = Duration.ofSeconds(60);

  /** Opens something at this moment; the latch says when it no longer does. */
  private record Opening(Thread thread, CountDownLatch ended) {}

  private final Deque<Runnable> closers = new ArrayDeque<>();
  private @Nullable Opening opening;
  private boolean came;
  private boolean over;

  /** Without this, no signal ever comes, as in a test's process. */
  void listen() {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("imas-stop").unstarted(this::stop));
  }

  /**
   * Opens something, which a signal closes from then on. A signal meanwhile interrupts this thread.
   *
   * @param open blocks; when it is interrupted, it undoes what it did and throws
   * @param close may be called again
   * @throws CommandFailure if a signal has come
   */
  <T> T open(Supplier<T> open, Consumer<T> close) {
    Opening mine = new Opening(Thread.currentThread(), new CountDownLatch(1));
    synchronized (this) {
      mustGoOn();
      opening = mine;
    }
    try {
      T opened = open.get();
      synchronized (this) {
        closers.push(() -> close.accept(opened));
        mustGoOn();
      }
      return opened;
    } finally {
      synchronized (this) {
        opening = null;
      }
      mine.ended.countDown();
    }
  }

  /**
   * What a signal does from now on, before it closes what was opened earlier.
   *
   * @param close may be called again
   * @throws CommandFailure if a signal has come
   */
  synchronized void closesFirst(Runnable close) {
    mustGoOn();
    closers.push(close);
  }

  private void mustGoOn() {
    if (came) {
      throw new CommandFailure(EXIT_CODE, "stopped by a signal");
    }
  }

  /** Whether it has come. What fails then fails because of it. */
  synchronized boolean came() {
    return came;
  }

  /** The command has ended by itself, and has closed what it opened. */
  synchronized void over() {
    over = true;
  }

  private void stop() {
    Opening unfinished;
    synchronized (this) {
      if (over) {
        return;
      }
      came = true;
      unfinished = opening;
      if (unfinished == null && closers.isEmpty()) {
        return;
      }
    }
    log.info("Stopping");
    if (unfinished != null) {
      unfinished.thread.interrupt();
      awaitEnd(unfinished);
    }
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (RuntimeException e) {
        // What is below it must be closed all the same.
        log.atWarn().setCause(e).log("A part of IMAS did not stop");
      }
    }
    log.info("Stopped");
  }

  private static void awaitEnd(Opening unfinished) {
    try {
      if (!unfinished.ended.await(UNDONE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        log.atWarn()
            .addKeyValue("seconds", UNDONE_WITHIN.toSeconds())
            .log("A start that was interrupted did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Runnable next() {
    return closers.poll();
  }
}
