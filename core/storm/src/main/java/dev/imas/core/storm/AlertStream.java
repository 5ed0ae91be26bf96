package dev.imas.core.storm;

/**
 * The events of the alerts that belong to one connection, in order: it has one request under way,
 * so what each event must lead to is known. Each alert comes at most once in a request. Not safe
 * for several threads.
 */
interface AlertStream {

  /**
   * Moves to the next event of the request that is being made.
   *
   * @param now milliseconds since 1970, never going back
   */
  void next(long now);

  /** Of the event moved to: which alert of the sender. */
  long number();

  boolean firing();

  /** When the episode began; the same for all of its events. */
  long startedAt();

  /** When this event was seen; a change of state is always later than all before it. */
  long observedAt();

  /** The request whose events were moved through since the last time ended. */
  void settle(boolean acknowledged);

  /** What must have become of all events so far; the alerts as they are now included. */
  Expectation expectation();
}
