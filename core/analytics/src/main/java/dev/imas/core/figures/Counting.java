package dev.imas.core.figures;

/** Adds up incidents, one after the other. It must not keep the {@link Fact}, which is moved on. */
interface Counting {

  /** An incident that was opened in the time asked about. */
  void opened(Fact fact);

  /** An incident that was resolved in that time, whenever it was opened. */
  default void resolved(Fact fact) {}

  /** Whether {@link #resolved} is to be called, for which more is read. */
  default boolean wantsResolved() {
    return false;
  }
}
