package dev.imas.notifier.probe;

import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.InFlight;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.egress.Egress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private final InFlight inFlight = new InFlight(AT_ONCE);
  private final WorkLoop claims;
  private boolean stopping;

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
        new WorkLoop(
            POLL,
            PassObserver.complaining(
                log, platform.database().outage(), "Components cannot be asked; it is tried again"),
            this::claim);
  }

  @Override
  public Future<?> start() {
    claims.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return claims
        .stop(drain)
        .compose(stopped -> inFlight.drain())
        .timeout(Math.max(1, drain.toMillis()), TimeUnit.MILLISECONDS)
        .otherwiseEmpty() // what is left is asked again after its interval
        .eventually(closing);
  }

  private Future<Next> claim() {
    int room = inFlight.room();
    return room == 0
        ? Future.succeededFuture(Next.IDLE) // The next one that ends calls this again.
        : probes.claim(clock.instant(), room).map(this::claimed);
  }

  private Next claimed(List<Probe> due) {
    if (!stopping) {
      due.forEach(this::begin);
    }
    return due.isEmpty() || stopping ? Next.IDLE : Next.MORE;
  }

  private void begin(Probe probe) {
    inFlight.begin();
    long begun = System.nanoTime();
    prober
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
                    .log("What a probe found was not stored; that time counts as not measured"))
        .onComplete(
            done ->
                context.runOnContext(
                    now -> {
                      inFlight.end();
                      claims.wake();
                    }));
  }

  private void count(Finding finding) {
    Counter.builder("imas.status.probes")
        .description("Probes of the components of status pages")
        .tag("outcome", finding.word())
        .register(meters)
        .increment();
  }
}
