package dev.imas.core.work;

/**
 * A unit would take so long that others had to wait for it. It must be rolled back and can be
 * retried at once with fewer rows.
 */
public final class TooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final double part;

  /**
   * @param part the part of its rows that is not too large, below 1
   */
  public TooLarge(double part) {
    super("the unit would take too long", null, false, false);
    this.part = part;
  }

  double part() {
    return part;
  }
}
