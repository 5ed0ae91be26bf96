package dev.imas.core.link;

import dev.imas.core.http.CallerLimits;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.TrustedProxies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Answers for pages whose address is a secret. Guesses are counted by address: a page that there is
 * gives the request back.
 *
 * @param threads where handlers may await
 */
public record GuessedPages(CallerLimits limits, Executor threads) {

  /**
   * Sends the page that the handler makes on one of the threads, unless the caller sends too many.
   *
   * @param handler returns a page with status 404 for a guess
   */
  public void answer(RoutingContext context, Supplier<PlainPage> handler) {
    String address = TrustedProxies.callerOf(context);
    try {
      limits.unauthenticated(address);
    } catch (Fault e) {
      context.fail(e);
      return;
    }
    Context loop = Objects.requireNonNull(Vertx.currentContext());
    threads.execute(
        () -> {
          Runnable end = answered(context, address, handler);
          loop.runOnContext(now -> end.run());
        });
  }

  // Whatever was awaited may fail in any way, and the request must be answered.
  private Runnable answered(RoutingContext context, String address, Supplier<PlainPage> handler) {
    try {
      PlainPage page = handler.get();
      if (page.status() != 404) {
        limits.authenticated(address);
      }
      return () -> page.send(context.response());
    } catch (Throwable e) {
      return () -> context.fail(e);
    }
  }
}
