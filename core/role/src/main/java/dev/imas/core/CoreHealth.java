package dev.imas.core;

import dev.imas.core.platform.ClockWatch;
import dev.imas.core.platform.HealthRoutes;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.WorkerHealth;
import java.util.List;

/** Whether core is ready: its database answers, and none of its workers is silent. */
final class CoreHealth {

  final WorkerHealth urgentIntake;
  final WorkerHealth bulkIntake;
  final WorkerHealth timers;
  final WorkerHealth urgentTimers;
  final WorkerHealth outcomes;
  final ClockWatch clocks;
  final HealthRoutes routes;

  CoreHealth(Platform platform, CoreConfig config, CoreConnections connections) {
    this.urgentIntake = heartbeat("intake_urgent", platform, config);
    this.bulkIntake = heartbeat("intake_bulk", platform, config);
    this.timers = heartbeat("timers", platform, config);
    this.urgentTimers = heartbeat("timers_urgent", platform, config);
    this.outcomes = heartbeat("outcomes", platform, config);
    this.clocks = new ClockWatch(platform, "core", connections.requests.transactions());
    this.routes =
        new HealthRoutes(
                platform,
                connections.requests::ask,
                new Readiness(
                    platform,
                    "core",
                    List.of(urgentIntake, bulkIntake, timers, urgentTimers, outcomes)),
                config.metrics())
            .watching(clocks);
  }

  private static WorkerHealth heartbeat(String worker, Platform platform, CoreConfig config) {
    return new WorkerHealth(worker, config.workersWithin(), platform.clock());
  }
}
