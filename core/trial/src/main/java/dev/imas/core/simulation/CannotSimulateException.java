package dev.imas.core.simulation;

/** A simulation cannot go on. The message says why, and what to do, for people. */
final class CannotSimulateException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CannotSimulateException(String message) {
    super(message);
  }
}
