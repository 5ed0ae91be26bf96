package dev.imas.core.regime;

import java.util.Locale;

/** How far a stage is. */
public enum StageState {
  /** Its anchor is not known, so nothing runs. */
  PENDING(true),
  RUNNING(true),
  OVERDUE(true),
  SUBMITTED(false),
  SUBMITTED_LATE(false),
  /** Somebody decided so with a reason, or an incident was handled before this stage was due. */
  NOT_REQUIRED(false),
  IMPOSSIBLE(false);

  private final boolean open;

  StageState(boolean open) {
    this.open = open;
  }

  /** Whether something is still to be done. */
  public boolean isOpen() {
    return open;
  }

  /** The name in JSON and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for another word
   */
  public static StageState named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
