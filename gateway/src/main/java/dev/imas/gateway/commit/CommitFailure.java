package dev.imas.gateway.commit;

/** Not all alerts of a request were committed. The sender must keep them and post them again. */
public final class CommitFailure extends RuntimeException {

  /** The reason, as metrics and logs name it. */
  public enum Reason {
    /** It waited too long in the queue. */
    WAITED_TOO_LONG,
    /** There is no connection to the database. */
    DATABASE_UNREACHABLE,
    /** The transaction failed, or its outcome is unknown. */
    TRANSACTION_FAILED,
    /** The process is stopping. */
    STOPPING
  }

  private final Reason reason;

  public CommitFailure(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
