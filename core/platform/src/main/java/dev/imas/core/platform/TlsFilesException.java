package dev.imas.core.platform;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A certificate or key cannot be used. The text names the setting and what to do. */
public final class TlsFilesException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final transient @Nullable Path file;

  TlsFilesException(String reason) {
    this(reason, null);
  }

  /**
   * @param file that is meant, for whoever may know where it is
   */
  TlsFilesException(String reason, @Nullable Path file) {
    super(reason);
    this.reason = reason;
    this.file = file;
  }

  /** What is wrong, and what to do. It names no file, since anybody may read a role's health. */
  public String reason() {
    return reason;
  }

  /** The same for the operator, with the file. */
  public String detail() {
    return file == null ? reason : reason + " (" + file + ")";
  }
}
