package dev.imas.core;

import dev.imas.core.intake.Intake;
import dev.imas.core.platform.ConnectionPool;
import dev.imas.core.platform.Database;
import dev.imas.core.scheduler.Scheduler;
import io.vertx.core.Future;
import java.time.Duration;

/** The connections of core, apart by what must not wait for what. */
final class CoreConnections {

  /** For requests. */
  final ConnectionPool requests;

  /** For intake, and what else a page waits for: requests must never delay it. */
  final ConnectionPool intake;

  /** For timers that people wait for. */
  final ConnectionPool timers;

  /** For housekeeping, so that requests never wait for it. */
  final ConnectionPool housekeeping;

  CoreConnections(Database database, CoreConfig config) {
    Duration timeout = config.statementTimeout();
    this.requests = new ConnectionPool(database, "core", config.poolSize(), timeout);
    this.intake =
        new ConnectionPool(
            database,
            "core-intake",
            Intake.CONNECTIONS + 2, // one more each for OutcomeFollower and ChangeFeed
            timeout);
    this.timers =
        new ConnectionPool(
            database,
            "core-timers",
            config.timers().urgentUnits() + 2, // more for the database's clock, and for what waits
            timeout);
    this.housekeeping =
        new ConnectionPool(
            database,
            "core-housekeeping",
            Scheduler.HOUSEKEEPING_CONNECTIONS + 1, // one more for AuditSealer
            timeout);
  }

  Future<Void> close() {
    return intake
        .close()
        .eventually(timers::close)
        .eventually(housekeeping::close)
        .eventually(requests::close);
  }
}
