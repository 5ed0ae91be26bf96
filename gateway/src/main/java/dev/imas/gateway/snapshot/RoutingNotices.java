package dev.imas.gateway.snapshot;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for PostgreSQL's notifications of changed sources, services and rules, on a connection of
 * its own. It sends a query now and then: an idle connection that the network has dropped would
 * otherwise stay deaf for ever.
 */
final class RoutingNotices {

  private static final Logger log = LoggerFactory.getLogger(RoutingNotices.class);
  private static final String LISTEN = "LISTEN imas_routing";
  private static final long AGAIN_MS = 1_000;
  private static final long SIGN_OF_LIFE_MS = 10_000;

  private final Vertx vertx;
  private final Pool line;
  private final Runnable heard;
  private @Nullable PgConnection connection;
  private boolean stopped;
  private long signs = -1;

  /**
   * @param line a pool with one connection
   * @param heard called after each notification, and whenever some may have been missed; on the
   *     connection's event loop
   */
  RoutingNotices(Vertx vertx, Pool line, Runnable heard) {
    this.vertx = vertx;
    this.line = line;
    this.heard = heard;
  }

  synchronized void start() {
    signs = vertx.setPeriodic(SIGN_OF_LIFE_MS, id -> askForLife());
    listen();
  }

  synchronized Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(signs);
    return line.close();
  }

  private void listen() {
    line.getConnection()
        .compose(
            opened -> {
              PgConnection own = PgConnection.cast(opened);
              own.notificationHandler(notice -> heard.run());
              own.closeHandler(gone -> again());
              // The close handler deals with it. Without a handler here, Vert.x prints it to
              // stderr.
              own.exceptionHandler(toldByItsClose -> {});
              return own.query(LISTEN)
                  .execute()
                  .map(own)
                  .onFailure(cause -> own.close().onFailure(RoutingNotices::wasGone));
            })
        .onSuccess(this::listening)
        .onFailure(
            cause -> {
              log.atDebug()
                  .setCause(cause)
                  .log("The listener for changes of routing is not connected yet");
              again();
            });
  }

  private void listening(PgConnection own) {
    synchronized (this) {
      connection = own;
    }
    heard.run();
  }

  private synchronized void again() {
    connection = null;
    if (!stopped) {
      vertx.setTimer(AGAIN_MS, id -> listenIfNot());
    }
  }

  private synchronized void listenIfNot() {
    if (!stopped && connection == null) {
      listen();
    }
  }

  private synchronized void askForLife() {
    PgConnection own = connection;
    if (own != null) {
      own.query("SELECT 1").execute().onFailure(RoutingNotices::wasGone);
    }
  }

  private static void wasGone(Throwable cause) {
    log.atDebug().setCause(cause).log("The listener's connection was closed already");
  }
}
