package dev.imas.core.launch;

/**
 * A command cannot do what was asked. The message tells the user all that is needed, without a
 * stack trace.
 */
final class CommandFailure extends RuntimeException {

  static final int NO_DATABASE = 3;

  private final int exitCode;

  CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The message of the innermost cause that has one, on one line. */
  static String reason(Throwable failure) {
    String reason = failure.toString();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getMessage() != null) {
        reason = t.getMessage();
      }
    }
    return reason.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  /** What failed and why, on one line and without repetition. */
  static String chain(Throwable failure) {
    String outer = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String inner = reason(failure);
    String line = outer.replaceAll("\\s*\\R\\s*", "; ");
    return line.contains(inner) ? line : line + ": " + inner;
  }

  int exitCode() {
    return exitCode;
  }
}
