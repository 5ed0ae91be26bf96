package dev.imas.gateway.commit;

/**
 * The alerts of a request were not all committed. The sender must keep them and post them again.
 */
public final class CommitFailure extends RuntimeException {

  /** Why, as metrics and logs name it. */
  public enum Reason {
    /** Waited longer than allowed for its turn. */
    WAITED_TOO_LONG,
    /** No connection to the database. */
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
