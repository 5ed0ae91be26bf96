package dev.imas.notifier.probe;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.Claims;
import dev.imas.core.work.PassObserver;
import dev.imas.notifier.egress.Egress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the components of status pages whether they answer, each once per interval on any number of
 * notifiers. What is found is added up, and neither paged nor published. Bound to its event loop.
 */
public final class ProbeVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(ProbeVerticle.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  /** How many are asked at once. */
  public static final int AT_ONCE = 32;

  private final InstantSource clock;
  private final MeterRegistry meters;
  private final ProbeRepository probes;
  private final Prober prober;
  private final Duration drain;
  private final Supplier<Future<Void>> closing;
  private final Claims<Probe> claims;

  /**
   * @param egress of probes alone: what they wait for must not keep pages waiting
   * @param drain how long a stop waits for those under way
   * @param closing closes the egress
   */
  public ProbeVerticle(
      Platform platform,
      Transactions transactions,
      Egress egress,
      Duration drain,
      Supplier<Future<Void>> closing) {
    this.clock = platform.clock();
    this.meters = platform.meters();
    this.probes = new ProbeRepository(transactions);
    this.prober = new Prober(egress);
    this.drain = drain;
    this.closing = closing;
    this.claims =
        new Claims<>(
            POLL,
            AT_ONCE,
            PassObserver.complaining(
                log, platform.database().outage(), "Components cannot be asked; it is tried again"),
            new Due());
  }

  @Override
  public Future<?> start() {
    claims.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return claims.stop(drain).eventually(closing);
  }

  private final class Due implements Claims.Work<Probe> {

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

    @Override
    public Future<Void> release(Probe probe) {
      return Future.succeededFuture(); // It is asked again after its interval.
    }
  }

  private void count(Finding finding) {
    Counter.builder("imas.status.probes")
        .description("Probes of the components of status pages")
        .tag("outcome", finding.word())
        .register(meters)
        .increment();
  }
}
