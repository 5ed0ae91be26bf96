package dev.imas.notifier.probe;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.Poll;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.JobVerticle;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the components of status pages whether they answer, each once per interval. What is found is
 * added up, and neither paged nor published. Bound to its event loop.
 */
public final class Probes implements LeasedQueue.Work<Probe> {

  /** Whether one is due, as a condition of its poll. */
  public static final String WAITS = "probes_wait($1)";

  private static final Logger log = LoggerFactory.getLogger(Probes.class);

  /** How many are asked at once. */
  public static final int AT_ONCE = 32;

  private final InstantSource clock;
  private final MeterRegistry meters;
  private final ProbeRepository probes;
  private final Prober prober;

  private Probes(Platform platform, Transactions transactions, Egress egress) {
    this.clock = platform.clock();
    this.meters = platform.meters();
    this.probes = new ProbeRepository(transactions);
    this.prober = new Prober(egress);
  }

  /**
   * @param egress of probes alone: what they wait for must not keep pages waiting
   * @param poll how it learns of what is due, by {@link #WAITS}
   * @param drain how long a stop waits for those under way
   * @param closing closes the egress
   */
  public static Deployable verticle(
      Platform platform,
      Transactions transactions,
      Egress egress,
      Poll poll,
      Duration drain,
      Supplier<Future<Void>> closing) {
    return new JobVerticle<>(
        platform,
        new Probes(platform, transactions, egress),
        poll,
        AT_ONCE,
        "Components cannot be asked; it is tried again",
        drain,
        closing);
  }

  @Override
  public Future<List<Probe>> claim(int room) {
    return probes.claim(clock.instant(), room);
  }

  @Override
  public Future<Void> run(Probe probe) {
    long begun = System.nanoTime();
    return prober
        .ask(probe)
        .compose(
            finding -> {
              count(finding);
              Duration took = Duration.ofNanos(System.nanoTime() - begun);
              return probes.write(probe, finding, clock.instant(), took);
            })
        .onFailure(
            failure ->
                (Outage.isOne(failure) ? log.atDebug() : log.atWarn())
                    .addKeyValue("component", probe.component())
                    .setCause(failure)
                    .log("What a probe found was not stored; that time counts as not measured"));
  }

  private void count(ProbeFinding finding) {
    Counter.builder("imas.status.probes")
        .description("Probes of the components of status pages")
        .tag("outcome", finding.word())
        .register(meters)
        .increment();
  }
}
