package dev.imas.core.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The metrics of intake. */
final class IntakeMetrics {

  private final Map<OutboxLoop.Kind, Timer> units = new EnumMap<>(OutboxLoop.Kind.class);
  private final Counter rows;
  private final Counter opened;
  private final Counter reopened;
  private final Counter gathered;
  private final Counter triage;
  final Counter failures;
  final Counter deferred;
  private volatile long waiting;
  private volatile double oldestSeconds;

  IntakeMetrics(MeterRegistry meters) {
    for (OutboxLoop.Kind lane : OutboxLoop.Kind.values()) {
      units.put(
          lane,
          Timer.builder("imas.intake")
              .description("Time of one unit of intake, from claim to commit")
              .tag("lane", lane.wireName())
              .publishPercentileHistogram()
              .register(meters));
    }
    rows =
        Counter.builder("imas.intake.transitions")
            .description("Transitions of alerts that core has processed")
            .register(meters);
    opened =
        Counter.builder("imas.incidents.opened")
            .description("Incidents opened by alerts")
            .register(meters);
    reopened =
        Counter.builder("imas.incidents.reopened")
            .description("Incidents reopened by alerts")
            .register(meters);
    triage =
        Counter.builder("imas.incidents.triage")
            .description("Incidents opened by alerts that name no known service")
            .register(meters);
    gathered =
        Counter.builder("imas.incidents.gathered")
            .description(
                "Alerts of new groups that share an incident because the rate of new "
                    + "incidents was exceeded")
            .register(meters);
    failures =
        Counter.builder("imas.intake.failures")
            .description("Units of intake that failed and were rolled back")
            .register(meters);
    deferred =
        Counter.builder("imas.intake.deferred")
            .description("Outbox rows deferred because they fail alone")
            .register(meters);
    Gauge.builder("imas.outbox.backlog", () -> waiting)
        .description("Outbox rows that wait for core (counted up to 100,000)")
        .register(meters);
    Gauge.builder("imas.outbox.oldest.seconds", () -> oldestSeconds)
        .description("Age of the oldest waiting outbox row")
        .register(meters);
  }

  void followed(OutboxLoop.Kind lane, long nanos, IntakeUnit.Done done) {
    Objects.requireNonNull(units.get(lane)).record(nanos, TimeUnit.NANOSECONDS);
    rows.increment(done.rows());
    opened.increment(done.opened());
    reopened.increment(done.reopened());
    gathered.increment(done.gathered());
    triage.increment(done.triage());
  }

  void backlog(long count, @Nullable Instant oldest, Instant now) {
    waiting = count;
    oldestSeconds =
        oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / 1000.0);
  }
}
