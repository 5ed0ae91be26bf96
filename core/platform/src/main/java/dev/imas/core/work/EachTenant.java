package dev.imas.core.work;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short work in every tenant: one transaction enters some tenants, one after the other, and the
 * next transaction the next ones. A transaction for each would cost most what most tenants do not
 * need. If one fails, its tenants are done again in transactions of their own, so no tenant keeps
 * another from its turn.
 */
public final class EachTenant {

  private static final Logger log = LoggerFactory.getLogger(EachTenant.class);

  /** Tenants of one transaction. */
  static final int TOGETHER = 25;

  /**
   * What has been done for one tenant stays locked while the next one waits for a lock. So none is
   * waited for, and whoever needs one has a transaction of its own.
   */
  private static final Duration LOCKS_WITHIN = Duration.ofMillis(20);

  private final Transactions transactions;
  private final TenantRepository tenants = new TenantRepository();

  public EachTenant(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * @param done what was returned for each tenant
   * @param failed how many others there are
   * @param cause why the first of them failed; null if none did
   */
  public record Outcome<R extends @Nullable Object>(
      Map<TenantId, R> done, int failed, @Nullable Throwable cause) {

    public Outcome {
      done = Collections.unmodifiableMap(new LinkedHashMap<>(done));
    }

    /** Fails if some tenant did; the log has the causes. */
    public Future<Outcome<R>> orFail() {
      return cause == null
          ? Future.succeededFuture(this)
          : Future.failedFuture(
              new IllegalStateException(failed + " tenants failed; the first: " + cause, cause));
    }
  }

  /** The tenants of this moment, in the order of their ids. */
  public Future<List<TenantId>> tenants() {
    return transactions.runUnbound(tenants::list);
  }

  /**
   * Does it in all tenants.
   *
   * @param work may be done twice for a tenant, in another transaction. It leaves nothing outside
   *     of its transaction
   * @return fails at once if the database is away
   */
  public <R extends @Nullable Object> Future<Outcome<R>> run(
      BiFunction<Tx, TenantId, Future<R>> work) {
    return tenants().compose(all -> run(all, work));
  }

  /** Does it in these tenants. */
  public <R extends @Nullable Object> Future<Outcome<R>> run(
      List<TenantId> tenants, BiFunction<Tx, TenantId, Future<R>> work) {
    Run<R> run = new Run<>(work);
    return FanOut.over(1, sets(tenants), run::together).map(ended -> run.outcome());
  }

  /**
   * Does it in these tenants, each in a transaction of its own: for work that locks what a page
   * needs, or that takes long.
   */
  public <R extends @Nullable Object> Future<Outcome<R>> apart(
      List<TenantId> tenants, BiFunction<Tx, TenantId, Future<R>> work) {
    Run<R> run = new Run<>(work);
    return FanOut.over(1, tenants, run::alone).map(ended -> run.outcome());
  }

  private static List<List<TenantId>> sets(List<TenantId> tenants) {
    List<List<TenantId>> sets = new ArrayList<>();
    for (int from = 0; from < tenants.size(); from += TOGETHER) {
      sets.add(tenants.subList(from, Math.min(from + TOGETHER, tenants.size())));
    }
    return sets;
  }

  private final class Run<R extends @Nullable Object> {

    private final BiFunction<Tx, TenantId, Future<R>> work;
    private final Map<TenantId, R> done = new LinkedHashMap<>();
    private int failed;
    private @Nullable Throwable first;

    Run(BiFunction<Tx, TenantId, Future<R>> work) {
      this.work = work;
    }

    Future<Void> together(List<TenantId> set) {
      return set.size() == 1
          ? alone(set.getFirst())
          : transactions
              .runUnbound(
                  tx ->
                      tenants
                          .waitForLocks(tx, LOCKS_WITHIN)
                          .compose(limited -> FanOut.over(1, set, tenant -> enter(tx, tenant))))
              .compose(
                  results -> {
                    for (int i = 0; i < results.size(); i++) {
                      done.put(set.get(i), results.get(i));
                    }
                    return Future.<Void>succeededFuture();
                  },
                  cause ->
                      Outage.isOne(cause)
                          ? Future.failedFuture(cause)
                          : FanOut.over(1, set, this::alone).mapEmpty());
    }

    /** The tenant is entered in the same round trip as the work's first statement. */
    private Future<R> enter(Tx tx, TenantId tenant) {
      Future<Void> entered = transactions.enter(tx, tenant);
      Future<R> worked = work.apply(tx, tenant);
      return Future.join(entered, worked)
          .transform(ended -> entered.failed() ? Future.failedFuture(entered.cause()) : worked);
    }

    private Future<Void> alone(TenantId tenant) {
      return transactions
          .run(tenant, tx -> work.apply(tx, tenant))
          .compose(
              result -> {
                done.put(tenant, result);
                return Future.<Void>succeededFuture();
              },
              cause -> {
                if (Outage.isOne(cause)) {
                  return Future.failedFuture(cause);
                }
                failed++;
                first = first == null ? cause : first;
                log.atWarn()
                    .addKeyValue("tenant", tenant)
                    .setCause(cause)
                    .log("Housekeeping of a tenant failed; it is tried again");
                return Future.succeededFuture();
              });
    }

    Outcome<R> outcome() {
      return new Outcome<>(done, failed, first);
    }
  }
}
