package dev.imas.core.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server process started by this process: a direct child, in a session of its own. */
final class Postmaster {

  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Process process;
  private final int port;

  Postmaster(Cluster cluster, Process process, int port) {
    this.cluster = cluster;
    this.process = process;
    this.port = port;
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether the id is the server's, even if {@code runuser} runs between it and this process. */
  boolean owns(long pid) {
    return process.pid() == pid || process.descendants().anyMatch(p -> p.pid() == pid);
  }

  /** Returns the exit code once the process has ended. */
  int awaitExit() throws InterruptedException {
    while (!process.waitFor(1, TimeUnit.HOURS)) {
      try {
        cluster.folder().pruneLogs();
      } catch (IOException e) {
        log.atWarn().addKeyValue("reason", e).log("Old PostgreSQL logs cannot be deleted");
      }
    }
    return process.exitValue();
  }

  /**
   * Stops it in fast mode, then immediate mode, then by force. The time is bounded, and at worst
   * the next start has to recover.
   */
  void stop(Duration limit) throws InterruptedException {
    // An interrupt may be the reason for the stop, so it must not prevent it.
    boolean interrupted = Thread.interrupted();
    try {
      stopUninterrupted(limit);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stopUninterrupted(Duration limit) throws InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    boolean stopped = cluster.control("fast", limit);
    if (!stopped && process.isAlive() && !cluster.folder().holdsPid()) {
      // It has only begun, so pg_ctl does not find it.
      process.destroy();
      stopped = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (!stopped && process.isAlive()) {
      log.atWarn()
          .addKeyValue("limit", limit)
          .log("PostgreSQL did not stop in time; it is stopped without a checkpoint");
      cluster.control("immediate", IMMEDIATE_STOP);
    }
    if (!process.waitFor(1, TimeUnit.SECONDS)) {
      log.atError().log("PostgreSQL does not stop; it is killed");
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
