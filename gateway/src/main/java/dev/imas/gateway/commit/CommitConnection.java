package dev.imas.gateway.commit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A committer's own connection, opened again with growing pauses when it breaks. While there is
 * none, {@link #ready} answers null at once, so that senders are told instead of kept waiting.
 * Bound to one event loop.
 */
public final class CommitConnection {

  /** Prepared on the connection that is open. */
  record Statements(PreparedQuery<RowSet<Row>> any, PreparedQuery<RowSet<Row>> known) {}

  private static final Logger log = LoggerFactory.getLogger(CommitConnection.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final Vertx vertx;
  private final PgConnectOptions options;
  private @Nullable PgConnection connection;
  private @Nullable Statements statements;
  private boolean closed;
  private long pauseMs = FIRST_PAUSE_MS;

  public CommitConnection(Vertx vertx, PgConnectOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** Tries once; when that fails it goes on trying by itself. */
  public Future<Void> open() {
    return PgConnection.connect(vertx, options)
        .compose(
            opened ->
                Future.all(
                        opened.prepare(IngestStatement.ANY), opened.prepare(IngestStatement.KNOWN))
                    .onFailure(cause -> opened.close())
                    .map(
                        prepared -> {
                          connection = opened;
                          statements =
                              new Statements(
                                  prepared.<PreparedStatement>resultAt(0).query(),
                                  prepared.<PreparedStatement>resultAt(1).query());
                          pauseMs = FIRST_PAUSE_MS;
                          opened.closeHandler(gone -> lost());
                          return (Void) null;
                        }))
        .onFailure(cause -> retry(cause));
  }

  /** The ingest statements, or null while there is no connection. */
  @Nullable Statements ready() {
    return statements;
  }

  /** The other side does not answer any more: forget this connection and open another. */
  void abandon() {
    PgConnection frozen = connection;
    if (frozen != null) {
      lost();
      frozen.close().onFailure(cause -> log.atDebug().setCause(cause).log("It was gone already"));
    }
  }

  Future<Void> close() {
    closed = true;
    PgConnection open = connection;
    connection = null;
    statements = null;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private void lost() {
    if (closed || statements == null) {
      return;
    }
    connection = null;
    statements = null;
    log.warn("The connection to the database is lost; alerts are refused until it is back");
    reopen();
  }

  private void retry(Throwable cause) {
    if (!closed) {
      log.atDebug().setCause(cause).log("The database cannot be reached yet");
      reopen();
    }
  }

  private void reopen() {
    vertx.setTimer(
        pauseMs,
        id -> {
          if (!closed && statements == null) {
            open().onSuccess(ok -> log.info("The connection to the database is back"));
          }
        });
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
