package dev.imas.core.wording;

/** A template that cannot be used. The message says what is wrong in it and what to do. */
public final class InvalidTemplateException extends Exception {

  private static final long serialVersionUID = 1L;

  public InvalidTemplateException(String message) {
    super(message);
  }
}
