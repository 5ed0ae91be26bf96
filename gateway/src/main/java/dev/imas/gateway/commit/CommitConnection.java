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
 * A committer's own connection. It is opened again, with growing pauses, when it breaks or stops
 * answering. While there is none, {@link #ready} returns null at once, so that senders get an
 * answer instead of waiting. Bound to one event loop.
 */
public final class CommitConnection {

  /** The statements, prepared on the connection that is open. */
  record Statements(
      PreparedQuery<RowSet<Row>> any,
      PreparedQuery<RowSet<Row>> known,
      PreparedQuery<RowSet<Row>> withSideEvents,
      PreparedQuery<RowSet<Row>> withFacts) {

    /** The statement for a batch that is not of known rows alone. */
    PreparedQuery<RowSet<Row>> of(Batch batch) {
      return batch.hasFacts() ? withFacts : batch.hasSideEvents() ? withSideEvents : any;
    }
  }

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
   * @param line a pool with one connection
   */
  public CommitConnection(Vertx vertx, Pool line, Outage outage) {
    this.vertx = vertx;
    this.line = line;
    this.outage = outage;
  }

  /** Tries once. If that fails, it keeps trying by itself. */
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
                                    gone ->
                                        log.atDebug()
                                            .setCause(gone)
                                            .log("The committer's connection was closed already"))))
        .onFailure(this::retry);
  }

  private Future<Void> prepare(SqlConnection opened) {
    // What fails or the close handler deals with it. Without a handler here, Vert.x prints it to
    // stderr.
    opened.exceptionHandler(toldByWhatFails -> {});
    return Future.all(
            opened.prepare(IngestStatement.ANY),
            opened.prepare(IngestStatement.KNOWN),
            opened.prepare(IngestStatement.WITH_SIDE_EVENTS),
            opened.prepare(IngestStatement.WITH_FACTS))
        .map(
            prepared -> {
              statements =
                  new Statements(
                      prepared.<PreparedStatement>resultAt(0).query(),
                      prepared.<PreparedStatement>resultAt(1).query(),
                      prepared.<PreparedStatement>resultAt(2).query(),
                      prepared.<PreparedStatement>resultAt(3).query());
              pauseMs = FIRST_PAUSE_MS;
              opened.closeHandler(gone -> lost());
              return (Void) null;
            });
  }

  /** The ingest statements, or null while there is no connection. */
  @Nullable Statements ready() {
    return statements;
  }

  /**
   * Whether this failed because there is no database. That is logged once, so the caller logs
   * nothing more.
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
        log.atWarn()
            .setCause(cause)
            .log("The committer cannot connect to the database; it keeps trying");
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
                .onSuccess(opened -> log.debug("The committer is connected to the database again"))
                .onFailure(
                    cause -> log.debug("The committer is still not connected to the database"));
          }
        });
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
