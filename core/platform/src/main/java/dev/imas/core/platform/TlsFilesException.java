package dev.imas.core.platform;

/** A certificate or key cannot be used. The text names the setting and what to do. */
public final class TlsFilesException extends Exception {

  private static final long serialVersionUID = 1L;

  TlsFilesException(String text) {
    super(text);
  }

  /** What is wrong, and what to do. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
