package dev.imas.core.postgres;

/**
 * The embedded PostgreSQL cannot be had. The message is one line for the person at the terminal: it
 * names the folder, artefact or port concerned and, where there is one, the mend.
 */
public final class PostgresStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PostgresStartException(String message) {
    super(oneLine(message));
  }

  PostgresStartException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** The driver and the operating system, too, are quoted in it. */
  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
