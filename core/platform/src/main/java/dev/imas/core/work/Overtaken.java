package dev.imas.core.work;

/**
 * What a unit read has been overtaken by another's commit: the transaction must be rolled back, and
 * the same again will do.
 */
public final class Overtaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Overtaken() {
    super("another transaction was at the same rows", null, false, false);
  }
}
