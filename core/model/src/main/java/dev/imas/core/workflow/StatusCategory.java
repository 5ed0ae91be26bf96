package dev.imas.core.workflow;

import java.util.Locale;

/** What a status means, whatever a tenant calls it. */
public enum StatusCategory {
  /** Nobody works at it yet. */
  TODO,
  /** Somebody works at it. */
  DOING,
  /** It was done. */
  DONE,
  /** It will not be done, for a reason that was given. */
  DROPPED;

  /** Whether something is left to do. */
  public boolean isOpen() {
    return this == TODO || this == DOING;
  }

  /**
   * Whether an item may go from one to the other without anybody having worked at it: what is open
   * stays open, and what has ended stays ended as it did.
   */
  public boolean isLike(StatusCategory other) {
    return this == other || isOpen() && other.isOpen();
  }

  /** The name in JSON and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static StatusCategory named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
