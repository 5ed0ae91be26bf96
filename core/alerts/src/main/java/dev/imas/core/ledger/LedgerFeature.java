package dev.imas.core.ledger;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.platform.ConnectionPool;
import dev.imas.core.platform.Permits;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.util.List;

/** What became of every accepted alert, as a balance that can be checked. */
public final class LedgerFeature implements Feature {

  private final CoreContext core;
  private final ConnectionPool connections;
  private final Transactions recounts;
  private final LedgerRepository ledger = new LedgerRepository();

  public LedgerFeature(CoreContext core) {
    this.core = core;
    this.connections =
        new ConnectionPool(
            core.platform().database(), "core-recount", 1, LedgerRoutes.LONGEST_RECOUNT);
    this.recounts = connections.searches(new Permits(core.vertx(), 1, 1));
  }

  @Override
  public List<String> apiTags() {
    return List.of("ledger");
  }

  @Override
  public void mount(Api api) {
    new LedgerRoutes(core.searches(), recounts, ledger, core.missing()).mount(api);
  }

  @Override
  public List<Worker> workers() {
    return List.of(new Worker(LedgerGauge.of(core.transactions(), ledger, core.meters())));
  }

  @Override
  public Future<Void> close() {
    return connections.close();
  }
}
