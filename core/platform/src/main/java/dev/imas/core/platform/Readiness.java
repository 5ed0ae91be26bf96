package dev.imas.core.platform;

import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a role does its work, by the heartbeats of its workers. It checks every second, so that
 * the log says when a worker begins to fail and when it works again, even if nobody asks.
 */
public final class Readiness {

  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private static final long LOOK_EVERY_MS = 1_000;

  private final Platform platform;
  private final String role;
  private final List<WorkerHealth> workers;
  private final long timer;

  /** Workers that the log has named as failing since all of them last worked. */
  private final Set<String> told = new TreeSet<>();

  private Instant failingSince = Instant.EPOCH;

  /**
   * @param role as in {@code imas run --roles=core}
   */
  public Readiness(Platform platform, String role, List<WorkerHealth> heartbeats) {
    this.platform = platform;
    this.role = role;
    this.workers = List.copyOf(heartbeats);
    for (WorkerHealth heartbeat : heartbeats) {
      Gauge.builder("imas.worker.failing", heartbeat, h -> h.failing().isPresent() ? 1 : 0)
          .description("1 while a worker fails to do its work")
          .tag("role", role)
          .tag("worker", heartbeat.name())
          .register(platform.meters());
    }
    this.timer = platform.vertx().setPeriodic(LOOK_EVERY_MS, id -> look());
  }

  /** Reads how long a worker may be silent before its role is not ready. */
  public static Duration within(Settings in) {
    return in.duration(
        "health.within", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(10));
  }

  /** The state of each worker now, by name; empty for one that works. */
  Map<String, Optional<WorkerHealth.Failing>> now() {
    Map<String, Optional<WorkerHealth.Failing>> all = new LinkedHashMap<>();
    workers.forEach(worker -> all.put(worker.name(), worker.failing()));
    return all;
  }

  void stop() {
    platform.vertx().cancelTimer(timer);
  }

  private synchronized void look() {
    Set<String> failing = new TreeSet<>();
    Optional<WorkerHealth.Failing> first = Optional.empty();
    for (WorkerHealth worker : workers) {
      Optional<WorkerHealth.Failing> now = worker.failing();
      if (now.isPresent()) {
        failing.add(worker.name());
        if (first.isEmpty() || now.get().since().isBefore(first.get().since())) {
          first = now;
        }
      }
    }
    if (first.isPresent() && !told.containsAll(failing)) {
      if (told.isEmpty()) {
        failingSince = first.get().since();
      }
      told.addAll(failing);
      log.atWarn()
          .addKeyValue("role", role)
          .addKeyValue("workers", failing)
          .addKeyValue("since", first.get().since())
          .addKeyValue("reason", first.get().reason())
          .log("Not ready: a worker does not do its work");
    } else if (failing.isEmpty() && !told.isEmpty()) {
      log.atInfo()
          .addKeyValue("role", role)
          .addKeyValue("workers", told)
          .addKeyValue(
              "seconds", Duration.between(failingSince, platform.clock().instant()).toSeconds())
          .log("Ready again: all workers do their work");
      told.clear();
    }
  }
}
