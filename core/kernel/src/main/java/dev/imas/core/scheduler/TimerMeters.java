package dev.imas.core.scheduler;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Metrics of how late timers are, and how often their work fails. */
final class TimerMeters {

  private final MeterRegistry meters;
  private final Counter clockSetBack;

  TimerMeters(MeterRegistry meters) {
    this.meters = meters;
    this.clockSetBack =
        Counter.builder("imas.timer.clock.set.back")
            .description("How often the database's clock was set back, so that timers were moved")
            .register(meters);
  }

  /** Records a run. */
  void ran(DueTimer timer) {
    ran(timer.kind(), timer.late());
  }

  private void ran(String kind, Duration late) {
    Timer.builder("imas.timer.lateness")
        .description("How long after its due time a timer ran")
        .tag("kind", kind)
        .register(meters)
        .record(late);
  }

  void failed(String kind) {
    Counter.builder("imas.timer.failures")
        .description("Runs of timers that failed")
        .tag("kind", kind)
        .register(meters)
        .increment();
  }

  void clockSetBack() {
    clockSetBack.increment();
  }
}
