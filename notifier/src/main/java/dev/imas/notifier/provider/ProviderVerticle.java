package dev.imas.notifier.provider;

import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes how providers fare while the notifier runs, and once more when it stops. */
public final class ProviderVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(ProviderVerticle.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final ProviderReports reports;
  private @Nullable WorkLoop loop;

  ProviderVerticle(ProviderReports reports) {
    this.reports = reports;
  }

  @Override
  public Future<?> start() {
    WorkLoop started =
        new WorkLoop(
            EVERY,
            PassObserver.quiet(log, "How providers fare cannot be stored"),
            () -> reports.flush().map(Next.IDLE));
    loop = started;
    started.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    Future<Void> stopped =
        loop == null ? Future.succeededFuture() : loop.stop(Duration.ofSeconds(1));
    return stopped.eventually(reports::flush);
  }
}
