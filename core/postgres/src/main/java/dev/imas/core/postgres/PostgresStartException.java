package dev.imas.core.postgres;

/**
 * The embedded PostgreSQL cannot be started. The message is one line for the operator. It names the
 * folder, artefact or port and, if possible, what to do.
 */
public final class PostgresStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PostgresStartException(String message) {
    super(oneLine(message));
  }

  PostgresStartException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Joins the lines, since it may quote the driver or the operating system. */
  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
