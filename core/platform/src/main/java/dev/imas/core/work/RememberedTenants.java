package dev.imas.core.work;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Which tenants use something that most do not, read once a second, so that it costs all others no
 * question. What somebody sets up takes effect at once in this process, and within about a second
 * in every other one.
 */
public class RememberedTenants extends VerticleBase {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final WorkLoop loop;
  private volatile @Nullable Set<UUID> tenants;
  private int changes;

  /**
   * @param read the tenants of now, outside of any tenant
   * @param cannot what is logged when they cannot be read
   */
  protected RememberedTenants(
      Transactions transactions, Function<Tx, Future<Set<UUID>>> read, Logger log, String cannot) {
    this.loop =
        new WorkLoop(
            EVERY,
            PassObserver.quiet(log, cannot),
            () -> {
              int before = changes();
              return transactions
                  .runUnbound(read)
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

  /** Whether the tenant may use it. Before the first answer every tenant may. */
  public boolean mayContain(UUID tenant) {
    Set<UUID> known = tenants;
    return known == null || known.contains(tenant);
  }

  /**
   * Looks at once, since something was set up or changed here. Until the answer every tenant may
   * use it, so that what happens right after it is not missed.
   */
  public void changed() {
    synchronized (this) {
      changes++;
      tenants = null;
    }
    loop.wake();
  }
}
