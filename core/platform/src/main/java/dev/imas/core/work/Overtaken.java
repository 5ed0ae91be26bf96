package dev.imas.core.work;

/**
 * Another transaction committed a change to what a unit has read. The unit must be rolled back and
 * can be retried at once.
 */
public final class Overtaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Overtaken() {
    super("another transaction changed the same rows", null, false, false);
  }
}
