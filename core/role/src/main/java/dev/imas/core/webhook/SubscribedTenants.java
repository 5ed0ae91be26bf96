package dev.imas.core.webhook;

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
 * Which tenants have subscriptions, read once a second. So changes of the incidents of all others
 * cost no question, and a new subscription takes effect within about a second in every process.
 */
public final class SubscribedTenants extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(SubscribedTenants.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final EventRepository events = new EventRepository();
  private final WorkLoop loop;
  private volatile @Nullable Set<UUID> tenants;

  public SubscribedTenants(Transactions transactions) {
    this.loop =
        new WorkLoop(
            EVERY,
            PassObserver.quiet(log, "The tenants with event webhooks cannot be read"),
            () ->
                transactions
                    .runUnbound(events::tenants)
                    .map(
                        found -> {
                          tenants = found;
                          return Next.IDLE;
                        }));
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

  /** Looks at once, since a subscription was made or changed here. */
  void changed() {
    loop.wake();
  }
}
