package dev.imas.core.platform;

import dev.imas.core.model.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Limits how much of one kind of work runs at once, in total and per tenant. A bounded number waits
 * for up to five seconds. May be called from any thread.
 */
public final class Permits {

  private static final int MOST_WAITING = 1_000;
  private static final int MOST_WAITING_OF_ONE = 32;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final int atOnce;
  private final int ofOneTenant;
  private final String busy;
  private final Map<TenantId, Integer> running = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int all;

  /**
   * @param context where the waiting caller continues
   */
  private record Waiting(TenantId tenant, Context context, Promise<Void> turn) {}

  /**
   * @param atOnce the limit in total
   * @param ofOneTenant the limit per tenant
   */
  public Permits(Vertx vertx, int atOnce, int ofOneTenant) {
    this(vertx, atOnce, ofOneTenant, "too many requests read the database at once; try again");
  }

  /**
   * @param busy what a caller is told for whom no turn comes
   */
  Permits(Vertx vertx, int atOnce, int ofOneTenant, String busy) {
    this.vertx = vertx;
    this.atOnce = atOnce;
    this.ofOneTenant = ofOneTenant;
    this.busy = busy;
  }

  /**
   * Completes when the work may run. Call {@link #done} after it.
   *
   * @return a future that fails with a {@link Fault} of kind UNAVAILABLE if no turn comes in time
   */
  public Future<Void> take(TenantId tenant) {
    Waiting me;
    synchronized (this) {
      if (mayRun(tenant)) {
        begin(tenant);
        return Future.succeededFuture();
      }
      if (waiting.size() >= MOST_WAITING
          || waiting.stream().filter(w -> w.tenant().equals(tenant)).count()
              >= MOST_WAITING_OF_ONE) {
        return Future.failedFuture(tooMany());
      }
      me = new Waiting(tenant, vertx.getOrCreateContext(), Promise.promise());
      waiting.add(me);
    }
    vertx.setTimer(LONGEST_WAIT.toMillis(), id -> giveUp(me));
    return me.turn().future();
  }

  public void done(TenantId tenant) {
    Waiting next = null;
    synchronized (this) {
      all--;
      running.merge(tenant, -1, (n, minus) -> n + minus == 0 ? null : n + minus);
      for (Iterator<Waiting> each = waiting.iterator(); each.hasNext() && next == null; ) {
        Waiting one = each.next();
        if (mayRun(one.tenant())) {
          each.remove();
          begin(one.tenant());
          next = one;
        }
      }
    }
    if (next != null) {
      Promise<Void> turn = next.turn();
      next.context().runOnContext(now -> turn.complete());
    }
  }

  private boolean mayRun(TenantId tenant) {
    return all < atOnce && running.getOrDefault(tenant, 0) < ofOneTenant;
  }

  private void begin(TenantId tenant) {
    all++;
    running.merge(tenant, 1, Integer::sum);
  }

  private void giveUp(Waiting one) {
    boolean waited;
    synchronized (this) {
      waited = waiting.remove(one);
    }
    if (waited) {
      one.turn().fail(tooMany());
    }
  }

  private Fault tooMany() {
    return Fault.unavailable(busy, 2);
  }
}
