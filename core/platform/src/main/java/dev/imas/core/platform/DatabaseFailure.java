package dev.imas.core.platform;

import com.fasterxml.jackson.core.JacksonException;
import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure says about the database, and what can be done about it. This is the only place
 * that interprets SQLSTATE.
 */
public enum DatabaseFailure {
  /** There is no connection, there are too many, or the server starts or stops. */
  AWAY,
  /** The server takes no writes: it is a standby, or was a primary. Another one may take them. */
  WRONG_SERVER,
  /** Whether the transaction is committed is not known, or not everywhere where it must be. */
  IN_DOUBT,
  /** A statement was made for another version of the schema. On a new connection it may fit. */
  SCHEMA_MOVED,
  /** Rolled back in favour of another transaction: retry at once. */
  CONFLICT,
  /** Another transaction held the lock for longer than the lock timeout. */
  LOCKED,
  /** A statement took too long. */
  CANCELLED,
  /** PostgreSQL lacks memory, disk or something else for now. */
  BUSY,
  /** A unique key exists already. */
  DUPLICATE,
  /** Another constraint is violated. */
  CONSTRAINT,
  /** A value that no column can store: bytes that are not text, U+0000, a time out of range. */
  UNSTORABLE,
  /** Another value that PostgreSQL refuses, or one that is too large. */
  VALUE,
  /** The login lacks the right. */
  FORBIDDEN,
  /** The login was rejected: it does not exist, or its password differs. */
  NOT_LET_IN,
  /** Not a failure of the database, or a bug of IMAS. */
  OTHER;

  private static final Set<String> NO_COLUMN_TAKES = Set.of("22021", "22P05", "22008");

  /** Classifies a failure by its first cause that says something about the database. */
  public static DatabaseFailure of(@Nullable Throwable failure) {
    Throwable told = told(failure);
    return told == null ? OTHER : ofThis(told);
  }

  /** The first cause that says something about the database; null if none does. */
  static @Nullable Throwable told(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (isOfOthers(cause)) {
        return null; // and so are its own causes
      }
      if (ofThis(cause) != OTHER) {
        return cause;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** Whether the failure is temporary: the same work can succeed later. */
  public boolean passes() {
    return switch (this) {
      case AWAY, WRONG_SERVER, IN_DOUBT, SCHEMA_MOVED, CONFLICT, LOCKED, CANCELLED, BUSY -> true;
      case DUPLICATE, CONSTRAINT, UNSTORABLE, VALUE, FORBIDDEN, NOT_LET_IN, OTHER -> false;
    };
  }

  /** Whether all other work fails with it, too: the server is in trouble, not what was asked. */
  public boolean isOfAll() {
    return switch (this) {
      case AWAY, WRONG_SERVER, IN_DOUBT, BUSY -> true;
      case SCHEMA_MOVED,
          CONFLICT,
          LOCKED,
          CANCELLED,
          DUPLICATE,
          CONSTRAINT,
          UNSTORABLE,
          VALUE,
          FORBIDDEN,
          NOT_LET_IN,
          OTHER ->
          false;
    };
  }

  /** Whether the row itself is refused: other rows of the batch may succeed. */
  public boolean isOfTheRow() {
    return switch (this) {
      case DUPLICATE, CONSTRAINT, UNSTORABLE, VALUE -> true;
      case AWAY,
          WRONG_SERVER,
          IN_DOUBT,
          SCHEMA_MOVED,
          CONFLICT,
          LOCKED,
          CANCELLED,
          BUSY,
          FORBIDDEN,
          NOT_LET_IN,
          OTHER ->
          false;
    };
  }

  /** Whether it is a failure of a client's connection, of the event bus, or of JSON. */
  private static boolean isOfOthers(Throwable cause) {
    return switch (cause) {
      case HttpClosedException gone -> true;
      case StreamResetException gone -> true;
      case ReplyException unheard -> true;
      case JacksonException malformed -> true;
      default -> false;
    };
  }

  /**
   * Whether opening a connection to PostgreSQL may fail with this. On an open connection, the SQL
   * client wraps such a failure in a {@link VertxException}. Files and texts fail with other
   * classes.
   */
  private static boolean isOfAConnection(IOException failure) {
    return switch (failure) {
      case BindException ours -> false;
      case SocketException refused -> true;
      case SocketTimeoutException late -> true;
      case UnknownHostException unknown -> true;
      case ClosedChannelException closed -> true;
      case SSLException distrusted -> true;
      // What the operating system reports: a reset or a broken pipe, for example.
      default ->
          failure.getClass() == IOException.class
              || failure.getClass().getPackageName().startsWith("io.netty.channel");
    };
  }

  /** Classifies one exception, without its causes. */
  private static DatabaseFailure ofThis(Throwable cause) {
    return switch (cause) {
      case PgException pg -> ofState(pg.getSqlState());
      case SQLException sql -> ofState(sql.getSQLState());
      case VertxException gone -> AWAY;
      case IOException failed -> isOfAConnection(failed) ? AWAY : OTHER;
      case TimeoutException late -> AWAY;
      default -> isNoneFree(cause) ? AWAY : OTHER;
    };
  }

  /** Whether a pool had no free connection in time. Vert.x has no exception type for this. */
  static boolean isNoneFree(Throwable cause) {
    return "Timeout".equals(cause.getMessage());
  }

  private static DatabaseFailure ofState(@Nullable String sqlState) {
    String state = String.valueOf(sqlState);
    return switch (state) {
      case "53300" -> AWAY;
      case "25006" -> WRONG_SERVER;
      case "40003", "08007" -> IN_DOUBT;
      // What a cached plan returns, or the name of a prepared statement, a function, a column or a
      // table.
      case "0A000", "26000", "42883", "42703", "42P01" -> SCHEMA_MOVED;
      case "40001", "40P01", "25P03" -> CONFLICT;
      case "55P03" -> LOCKED;
      case "57014" -> CANCELLED;
      case "23505" -> DUPLICATE;
      case "42501" -> FORBIDDEN;
      default -> NO_COLUMN_TAKES.contains(state) ? UNSTORABLE : ofClass(state);
    };
  }

  private static DatabaseFailure ofClass(String state) {
    if (state.startsWith("57P0")) {
      return AWAY;
    }
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "08" -> AWAY;
      case "40", "53", "57" -> BUSY;
      case "23" -> CONSTRAINT;
      case "22", "54" -> VALUE;
      case "28" -> NOT_LET_IN;
      default -> OTHER;
    };
  }
}
