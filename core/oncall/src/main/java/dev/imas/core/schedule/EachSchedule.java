package dev.imas.core.schedule;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.EachTenant;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something with each schedule of some tenants. One that fails does not stop the others. Only
 * on a virtual thread.
 */
final class EachSchedule {

  private static final Logger log = LoggerFactory.getLogger(EachSchedule.class);

  private final Transactions transactions;
  private final String what;

  /**
   * @param what what is done, in words that end "… failed"
   */
  EachSchedule(Transactions transactions, String what) {
    this.transactions = transactions;
    this.what = what;
  }

  /** What is done with one of them; returns how often it did something. */
  @FunctionalInterface
  interface Work {
    int of(TenantId tenant, UUID schedule);
  }

  /**
   * @param ids which schedules of a tenant; it only reads
   * @return the sum of what the work returned
   * @throws IllegalStateException if some failed
   */
  int run(List<TenantId> tenants, Function<Tx, List<UUID>> ids, Work work) {
    int done = 0;
    // Most tenants have none, so they are asked together.
    EachTenant.Outcome<List<UUID>> found =
        new EachTenant(transactions)
            .run(tenants, (tx, tenant) -> Future.succeededFuture(ids.apply(tx)))
            .await();
    int failed = found.failed();
    for (Map.Entry<TenantId, List<UUID>> own : found.done().entrySet()) {
      TenantId tenant = own.getKey();
      for (UUID schedule : own.getValue()) {
        try {
          done += work.of(tenant, schedule);
        } catch (RuntimeException e) {
          failed++;
          log.atWarn()
              .addKeyValue("tenant", tenant)
              .addKeyValue("schedule", schedule)
              .setCause(e)
              .log(what + " failed");
        }
      }
    }
    if (failed > 0) {
      throw new IllegalStateException(
          what + " failed for " + failed + " schedules or tenants; the log has the causes");
    }
    return done;
  }
}
