package dev.imas.notifier.channel.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;

/**
 * The operating system's resolver, which blocks: on threads of its own, so that a name server that
 * does not answer holds up nobody else's work.
 */
public final class SystemNameResolver implements NameResolver {

  private final WorkerExecutor threads;

  public SystemNameResolver(Vertx vertx, int threads) {
    this.threads = vertx.createSharedWorkerExecutor("imas-notifier-dns", threads);
  }

  // Vert.x declares the result of executeBlocking as nullable; it is whatever the work answers.
  @SuppressWarnings("NullAway")
  @Override
  public Future<List<InetAddress>> resolve(String host) {
    return threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
  }
}
