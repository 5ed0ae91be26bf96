package dev.imas.core.load;

/** The storm cannot continue. */
public final class StormFailure extends RuntimeException {

  /** The options cannot be used. */
  static final int USAGE = 2;

  /** The ledger or the stored alerts differ from what was sent. */
  public static final int MISMATCH = 4;

  /** A target or core does not answer, or refuses requests. */
  public static final int NO_ANSWER = 5;

  /** Other programs used the processors in every attempt at a round. */
  public static final int SPOILED = 6;

  static final int INTERRUPTED = 130;

  private final int exitCode;
  private final String advice;

  StormFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
    this.advice = message;
  }

  /** What happened, and what the user can do about it. */
  public String advice() {
    return advice;
  }

  public int exitCode() {
    return exitCode;
  }
}
