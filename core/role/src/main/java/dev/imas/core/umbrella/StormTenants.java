package dev.imas.core.umbrella;

import dev.imas.core.platform.Transactions;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which tenants may have storms, read once a second. So the incidents of all others cost no
 * question. A policy takes effect at once in this process, and within about a second in every other
 * one.
 */
public final class StormTenants extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(StormTenants.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final StormRepository storms = new StormRepository();
  private final WorkLoop loop;
  private volatile @Nullable Set<UUID> tenants;
  private int changes;

  public StormTenants(Transactions transactions) {
    this.loop =
        new WorkLoop(
            EVERY,
            PassObserver.quiet(log, "The tenants with storms cannot be read"),
            () -> {
              int before = changes();
              return transactions
                  .runUnbound(storms::tenants)
                  .map(
                      found -> {
                        know(found, before);
                        return Next.IDLE;
                      });
            });
  }

  private synchronized int changes() {
    return changes;
  }

  /** What was read before a change is not known any more. */
  private synchronized void know(Set<UUID> found, int before) {
    if (changes == before) {
      tenants = found;
    }
  }

  @Override
  public Future<?> start() {
    loop.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop.stop(Duration.ZERO);
  }

  /** Whether the tenant may have one. Before the first answer every tenant may. */
  boolean mayContain(UUID tenant) {
    Set<UUID> known = tenants;
    return known == null || known.contains(tenant);
  }

  /** Looks at once, since a policy was changed here. Until the answer every tenant may have one. */
  void changed() {
    synchronized (this) {
      changes++;
      tenants = null;
    }
    loop.wake();
  }
}
