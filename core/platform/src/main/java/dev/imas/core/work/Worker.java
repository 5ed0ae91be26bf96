package dev.imas.core.work;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.WorkerHealth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Observes a loop that its role needs to be ready. It reports passes to the heartbeat and to
 * meters. Failures are logged once a minute, or as part of an outage.
 */
public final class Worker implements PassObserver {

  private final WorkerHealth heartbeat;
  private final PassObserver complaints;
  private final Timer passed;
  private final Timer failed;

  /**
   * @param heartbeat the loop's heartbeat, which also has its name
   * @param sentence the log line: what fails, and what happens instead
   */
  public Worker(Platform platform, WorkerHealth heartbeat, Logger log, String sentence) {
    this(platform.meters(), platform.database().outage(), heartbeat, log, sentence);
  }

  public Worker(
      MeterRegistry meters, Outage outage, WorkerHealth heartbeat, Logger log, String sentence) {
    this.heartbeat = heartbeat;
    this.complaints = PassObserver.complaining(log, outage, heartbeat.name() + ": " + sentence);
    this.passed = timer(meters, heartbeat.name(), "passed");
    this.failed = timer(meters, heartbeat.name(), "failed");
  }

  private static Timer timer(MeterRegistry meters, String worker, String result) {
    return Timer.builder("imas.worker.passes")
        .description("Passes of a worker's loop, including those that found nothing to do")
        .tag("worker", worker)
        .tag("result", result)
        .register(meters);
  }

  @Override
  public void passed(long nanos) {
    heartbeat.passed();
    passed.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed(Throwable failure, long nanos) {
    heartbeat.failed(failure);
    failed.record(nanos, TimeUnit.NANOSECONDS);
    complaints.failed(failure, nanos);
  }
}
