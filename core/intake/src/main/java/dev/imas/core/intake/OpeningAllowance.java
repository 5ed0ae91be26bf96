package dev.imas.core.intake;

/**
 * How many more incidents a tenant's alerts may open now.
 *
 * @param urgent how many of SEV1 and SEV2
 * @param other how many of the others
 */
public record OpeningAllowance(int urgent, int other) {

  public static final OpeningAllowance ENDLESS =
      new OpeningAllowance(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Whether there is room for this many, whatever their severity. */
  boolean holds(int incidents) {
    return incidents <= urgent && incidents <= other;
  }
}
