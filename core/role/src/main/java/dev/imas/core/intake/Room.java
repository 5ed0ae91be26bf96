package dev.imas.core.intake;

/**
 * How many more incidents alerts of a tenant may open at present.
 *
 * @param urgent of SEV1 and SEV2
 * @param other of the rest
 */
public record Room(int urgent, int other) {

  public static final Room ENDLESS = new Room(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Whether so many have room, whatever they are. */
  boolean holds(int incidents) {
    return incidents <= urgent && incidents <= other;
  }
}
