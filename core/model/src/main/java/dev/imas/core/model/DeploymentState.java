package dev.imas.core.model;

import java.util.Locale;
import java.util.Optional;

/**
 * How far a deployment has come. Stored by its number, and the numbers are the order of states that
 * were told for the same time: the later one counts, and of two endings the worse one.
 */
public enum DeploymentState {
  QUEUED,
  RUNNING,
  CANCELLED,
  SUCCESS,
  FAILURE,
  ROLLED_BACK;

  private static final DeploymentState[] BY_NUMBER = values();
  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The stored number, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /**
   * @throws IllegalArgumentException when no state has this number
   */
  public static DeploymentState of(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no state of a deployment " + number);
    }
    return BY_NUMBER[number - 1];
  }

  /** By its name as the API writes it, in any case. */
  public static Optional<DeploymentState> parse(String name) {
    for (DeploymentState state : BY_NUMBER) {
      if (state.wireName.equalsIgnoreCase(name)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Whether nothing more is to come. */
  public boolean isEnd() {
    return this != QUEUED && this != RUNNING;
  }

  public String wireName() {
    return wireName;
  }
}
