package dev.imas.core.model;

/**
 * How many steps a computation on input of users may take. A computation that is interrupted, since
 * nobody waits for it any more, may take none. Not thread-safe.
 */
public final class StepBudget {

  /** The computation takes more steps than it may, or was interrupted. */
  public static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Exhausted(String reason) {
      super(reason, null, false, false);
    }
  }

  private final long most;
  private long taken;

  public StepBudget(long most) {
    this.most = most;
  }

  /**
   * @throws Exhausted if that is too many
   */
  public void take(long steps) {
    taken += steps;
    if (taken > most || taken < 0) {
      throw new Exhausted("it takes more than " + most + " steps");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new Exhausted("it was interrupted");
    }
  }
}
