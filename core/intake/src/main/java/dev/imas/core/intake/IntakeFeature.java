package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.heartbeat.BeatAlerts;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Qualification;
import dev.imas.core.platform.OwnThreads;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.retention.AlertSweep;
import dev.imas.core.retention.SweepConfig;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.storm.Storms;
import dev.imas.core.work.Poll;
import java.time.Duration;
import java.util.List;

/** Makes incidents of what the gateway has stored. */
public final class IntakeFeature implements Feature {

  private final CoreContext core;
  private final Intake intake;
  private final SweepConfig sweep;

  /**
   * @param transactions that no request and no housekeeping delays
   * @param poll of {@link Intake#WAITS}
   * @param urgent learns of each pass over what people wait for
   * @param bulk learns of each pass over the rest
   */
  public IntakeFeature(
      CoreContext core,
      Transactions transactions,
      Poll poll,
      IntakeConfig config,
      SweepConfig sweep,
      IncidentWriter writer,
      Qualification qualification,
      FeedWriter feed,
      Storms storms,
      WorkerHealth urgent,
      WorkerHealth bulk) {
    this.core = core;
    this.sweep = sweep;
    this.intake =
        new Intake(
            core.platform(),
            transactions,
            config,
            poll,
            new IncidentRepository(),
            new OwnedServiceRepository(),
            writer,
            qualification,
            feed,
            new BeatAlerts(core.clock()),
            core.timers(),
            storms,
            urgent,
            bulk);
  }

  /** Looks at once for what waits. */
  public void nudge() {
    intake.nudge();
  }

  @Override
  public List<Worker> workers() {
    // Not on virtual threads: a request that computes there would keep a page waiting.
    return List.of(new Worker(new OwnThreads("intake", intake)));
  }

  @Override
  public List<Recurring> recurring() {
    AlertSweep alerts = new AlertSweep(core.housekeeping(), sweep, core.clock(), this::nudge);
    Duration interval = sweep.interval();
    return List.of(
        Recurring.every(interval, "alert-expiry", tenant -> alerts.expire()),
        Recurring.every(
            interval.dividedBy(5),
            "alert-refire",
            AlertSweep.LATE_FIRINGS_WAIT,
            tenant -> alerts.refire()),
        Recurring.every(interval.multipliedBy(6), "alert-lapse", tenant -> alerts.lapse()),
        Recurring.every(interval, "incident-recheck", tenant -> alerts.recheck()));
  }
}
