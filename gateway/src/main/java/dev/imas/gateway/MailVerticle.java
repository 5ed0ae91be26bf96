package dev.imas.gateway;

import dev.imas.gateway.mail.MailConfig;
import dev.imas.gateway.mail.MailListener;
import dev.imas.gateway.mail.MailSources;
import dev.imas.gateway.pipeline.BareBodies;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes mail for sources. Beside the event loops, one of which commits what comes. */
final class MailVerticle extends VerticleBase {

  private final MailConfig config;
  private final MailSources sources;
  private final Supplier<BareBodies> bodies;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Duration stopTimeout;
  private volatile @Nullable MailListener listener;

  /**
   * @param bodies of an event loop, which is there by the time this starts
   */
  MailVerticle(
      MailConfig config,
      MailSources sources,
      Supplier<BareBodies> bodies,
      MeterRegistry meters,
      InstantSource clock,
      Duration stopTimeout) {
    this.config = config;
    this.sources = sources;
    this.bodies = bodies;
    this.meters = meters;
    this.clock = clock;
    this.stopTimeout = stopTimeout;
  }

  @Override
  public Future<?> start() {
    return vertx.executeBlocking(
        () -> {
          MailListener opened = new MailListener(config, sources, bodies.get(), meters, clock);
          opened.start();
          listener = opened;
          vertx.setPeriodic(1_000, id -> opened.look());
          return opened;
        });
  }

  Map<String, Object> shown() {
    MailListener open = listener;
    return open == null ? Map.of() : open.shown();
  }

  /** What is being delivered is committed and answered. To be done before the event loops stop. */
  @Override
  public Future<?> stop() {
    MailListener open = listener;
    if (open == null) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(
            () -> {
              open.stop(stopTimeout);
              return open;
            })
        .timeout(stopTimeout.toMillis() * 2, TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }
}
