package dev.imas.gateway.commit;

import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A committer's own connection, opened again with growing pauses when it breaks or goes silent.
 * While there is none, {@link #ready} answers null at once, so that senders are told instead of
 * kept waiting. Bound to one event loop.
 */
public final class CommitConnection {

  /** Prepared on the connection that is open. */
  record Statements(PreparedQuery<RowSet<Row>> any, PreparedQuery<RowSet<Row>> known) {}

  private static final Logger log = LoggerFactory.getLogger(CommitConnection.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final Vertx vertx;
  private final Pool line;
  private final Outage outage;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private @Nullable Statements statements;
  private boolean closed;
  private long pauseMs = FIRST_PAUSE_MS;

  /**
   * @param line a pool of one
   */
  public CommitConnection(Vertx vertx, Pool line, Outage outage) {
    this.vertx = vertx;
    this.line = line;
    this.outage = outage;
  }

  /** Tries once; when that fails it goes on trying by itself. */
  public Future<Void> open() {
    return line.getConnection()
        .compose(
            opened ->
                prepare(opened)
                    .onFailure(
                        cause ->
                            opened
                                .close()
                                .onFailure(
                                    gone -> log.atDebug().setCause(gone).log("Gone already"))))
        .onFailure(this::retry);
  }

  private Future<Void> prepare(SqlConnection opened) {
    return Future.all(opened.prepare(IngestStatement.ANY), opened.prepare(IngestStatement.KNOWN))
        .map(
            prepared -> {
              statements =
                  new Statements(
                      prepared.<PreparedStatement>resultAt(0).query(),
                      prepared.<PreparedStatement>resultAt(1).query());
              pauseMs = FIRST_PAUSE_MS;
              opened.closeHandler(gone -> lost());
              // Told by its close; without a handler Vert.x prints it on the error output.
              opened.exceptionHandler(toldByItsClose -> {});
              return (Void) null;
            });
  }

  /** The ingest statements, or null while there is no connection. */
  @Nullable Statements ready() {
    return statements;
  }

  /**
   * Did this fail for want of the database? Then that is told, and nothing else is to be logged.
   */
  boolean missed(Throwable cause) {
    return outage.reported(cause);
  }

  Future<Void> close() {
    closed = true;
    statements = null;
    return line.close();
  }

  private void lost() {
    if (closed || statements == null) {
      return;
    }
    statements = null;
    reopen();
  }

  private void retry(Throwable cause) {
    if (!closed) {
      if (!outage.reported(cause) && complaints.dueAfterOneMore() > 0) {
        log.atWarn().setCause(cause).log("The committer gets no connection");
      }
      reopen();
    }
  }

  private void reopen() {
    vertx.setTimer(
        pauseMs,
        id -> {
          if (!closed && statements == null) {
            open()
                .onSuccess(opened -> log.debug("The committer has a connection again"))
                .onFailure(cause -> log.debug("The committer has no connection yet"));
          }
        });
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
