package dev.imas.core.work;

import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@link RememberedTenants} once a second, all on one connection. */
public final class TenantsReader extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(TenantsReader.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final List<RememberedTenants> remembered;
  private final WorkLoop loop;

  public TenantsReader(Transactions transactions, List<RememberedTenants> remembered) {
    this.remembered = List.copyOf(remembered);
    this.loop =
        new WorkLoop(
            EVERY,
            PassObserver.quiet(
                log, "The tenants with webhooks, storms, labels of scopes or tags cannot be read"),
            () -> transactions.autocommit(this::look).map(Next.IDLE));
    this.remembered.forEach(one -> one.wakeBy(loop::wake));
  }

  private Future<Void> look(Tx tx) {
    return Future.all(remembered.stream().map(one -> one.look(tx)).toList()).mapEmpty();
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
}
