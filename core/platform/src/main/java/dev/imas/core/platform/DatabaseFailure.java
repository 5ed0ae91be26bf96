package dev.imas.core.platform;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure says about the database, and so what can be done about it. The one place that
 * reads SQLSTATE.
 */
public enum DatabaseFailure {
  /** No connection, too many of them, or the server comes or goes. */
  AWAY,
  /** Rolled back in favour of another transaction: the same at once will do. */
  CONFLICT,
  /** Another transaction holds the lock for longer than one may wait. */
  LOCKED,
  /** A statement took too long. */
  CANCELLED,
  /** PostgreSQL lacks memory, disk or something else for now. */
  BUSY,
  /** A unique key exists already. */
  DUPLICATE,
  /** Another constraint is violated. */
  CONSTRAINT,
  /** A value that no column takes: bytes that are no text, U+0000, a time out of range. */
  UNSTORABLE,
  /** Another value that PostgreSQL refuses, or too large a one. */
  VALUE,
  /** The login may not do that. */
  FORBIDDEN,
  /** The login is not let in: it does not exist, or has another password. */
  NOT_LET_IN,
  /** Not of the database, or a mistake of ours. */
  OTHER;

  private static final Set<String> NO_COLUMN_TAKES = Set.of("22021", "22P05", "22008");

  /** By the first cause that says something about the database. */
  public static DatabaseFailure of(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      DatabaseFailure own = ofThis(cause);
      if (own != OTHER) {
        return own;
      }
      cause = cause.getCause();
    }
    return OTHER;
  }

  /** The same work will do later, with nothing changed. */
  public boolean passes() {
    return switch (this) {
      case AWAY, CONFLICT, LOCKED, CANCELLED, BUSY -> true;
      case DUPLICATE, CONSTRAINT, UNSTORABLE, VALUE, FORBIDDEN, NOT_LET_IN, OTHER -> false;
    };
  }

  /** The row is refused whatever else happens; its neighbours may do. */
  public boolean isOfTheRow() {
    return switch (this) {
      case DUPLICATE, CONSTRAINT, UNSTORABLE, VALUE -> true;
      case AWAY, CONFLICT, LOCKED, CANCELLED, BUSY, FORBIDDEN, NOT_LET_IN, OTHER -> false;
    };
  }

  /** Without its causes. */
  static DatabaseFailure ofThis(Throwable cause) {
    return switch (cause) {
      case PgException pg -> ofState(pg.getSqlState());
      case SQLException sql -> ofState(sql.getSQLState());
      case VertxException gone -> AWAY;
      case IOException refused -> AWAY;
      case TimeoutException late -> AWAY;
      default -> isNoneFree(cause) ? AWAY : OTHER;
    };
  }

  /** What a pool says that has no connection to give in time; it has no type of its own. */
  static boolean isNoneFree(Throwable cause) {
    return "Timeout".equals(cause.getMessage());
  }

  private static DatabaseFailure ofState(@Nullable String sqlState) {
    String state = String.valueOf(sqlState);
    return switch (state) {
      case "53300" -> AWAY;
      case "40001", "40P01" -> CONFLICT;
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
