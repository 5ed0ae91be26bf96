package dev.imas.gateway.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of what is appended. */
final class LogMeters {

  private final Timer appended;
  private final Counter failed;
  private final AtomicLong inFlight = new AtomicLong();

  LogMeters(MeterRegistry registry) {
    appended =
        Timer.builder("imas_log_append_seconds")
            .description("From handing a post to Kafka to its acknowledgement by the brokers")
            .publishPercentiles(0.5, 0.99, 0.999)
            .register(registry);
    failed =
        Counter.builder("imas_log_append_failures_total")
            .description("Posts that the brokers did not acknowledge, answered 503")
            .register(registry);
    Gauge.builder("imas_log_in_flight_bytes", inFlight, AtomicLong::get)
        .description("Bytes of posts that wait for the acknowledgement of the brokers")
        .strongReference(true)
        .register(registry);
  }

  void begun(int bytes) {
    inFlight.addAndGet(bytes);
  }

  void acknowledged(int bytes, long nanos) {
    inFlight.addAndGet(-bytes);
    appended.record(nanos, TimeUnit.NANOSECONDS);
  }

  void failed(int bytes) {
    inFlight.addAndGet(-bytes);
    failed.increment();
  }
}
