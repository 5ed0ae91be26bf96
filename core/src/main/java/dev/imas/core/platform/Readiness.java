package dev.imas.core.platform;

import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a role does its work, by the heartbeats of its workers. Looks every second by itself, so
 * that one line says when a worker begins to fail and one when it works again, also where nobody
 * asks.
 */
public final class Readiness {

  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private static final long LOOK_EVERY_MS = 1_000;

  private final Platform platform;
  private final String role;
  private final List<Watched> workers = new ArrayList<>();
  private final long timer;

  /** A worker, and since when it is known to fail; null while it works. */
  private static final class Watched {
    private final Heartbeat heartbeat;
    private Optional<Instant> failingSince = Optional.empty();

    Watched(Heartbeat heartbeat) {
      this.heartbeat = heartbeat;
    }
  }

  /**
   * @param role as in {@code imas run --roles=core}
   */
  public Readiness(Platform platform, String role, List<Heartbeat> heartbeats) {
    this.platform = platform;
    this.role = role;
    for (Heartbeat heartbeat : heartbeats) {
      workers.add(new Watched(heartbeat));
      Gauge.builder("imas.worker.failing", heartbeat, h -> h.failing().isPresent() ? 1 : 0)
          .description("1 while a worker does not do its work")
          .tag("role", role)
          .tag("worker", heartbeat.name())
          .register(platform.meters());
    }
    this.timer = platform.vertx().setPeriodic(LOOK_EVERY_MS, id -> look());
  }

  /** How long a worker may be silent before its role is not ready. */
  public static Duration within(Settings in) {
    return in.duration(
        "health.within", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofMinutes(10));
  }

  /** What fails at this moment, by the worker's name. */
  Map<String, Optional<Heartbeat.Failing>> now() {
    Map<String, Optional<Heartbeat.Failing>> all = new LinkedHashMap<>();
    workers.forEach(w -> all.put(w.heartbeat.name(), w.heartbeat.failing()));
    return all;
  }

  void stop() {
    platform.vertx().cancelTimer(timer);
  }

  private synchronized void look() {
    for (Watched worker : workers) {
      Optional<Heartbeat.Failing> failing = worker.heartbeat.failing();
      if (failing.isPresent() && worker.failingSince.isEmpty()) {
        worker.failingSince = failing.map(Heartbeat.Failing::since);
        log.atWarn()
            .addKeyValue("role", role)
            .addKeyValue("worker", worker.heartbeat.name())
            .addKeyValue("since", failing.get().since())
            .addKeyValue("reason", failing.get().reason())
            .log("Not ready: a worker does not do its work");
      } else if (failing.isEmpty() && worker.failingSince.isPresent()) {
        Duration failed = Duration.between(worker.failingSince.get(), platform.clock().instant());
        worker.failingSince = Optional.empty();
        log.atInfo()
            .addKeyValue("role", role)
            .addKeyValue("worker", worker.heartbeat.name())
            .addKeyValue("seconds", failed.toSeconds())
            .log("A worker does its work again");
      }
    }
  }
}
