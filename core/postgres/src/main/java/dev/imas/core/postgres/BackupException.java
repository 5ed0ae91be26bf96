package dev.imas.core.postgres;

/** A backup cannot be made, is not whole, or cannot be restored. The message says why. */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BackupException(String message) {
    super(message);
  }

  public BackupException(String message, Throwable cause) {
    super(message, cause);
  }
}
