package dev.imas.core.load;

/**
 * The events of the alerts that belong to one connection, in order. The connection has only one
 * request in progress, so the result of each event is known in advance. Each alert appears at most
 * once in a request. Not thread-safe.
 */
interface AlertStream {

  /**
   * Moves to the next event of the request that is being made.
   *
   * @param now milliseconds since 1970, which never decrease
   */
  void next(long now);

  /** The number of the current event's alert, among those of the sender. */
  long number();

  boolean firing();

  /** When the episode began; the same for all of its events. */
  long startedAt();

  /** When this event was observed; a change of state is always later than all events before it. */
  long observedAt();

  /** The request ended that has the events since the last call. */
  void settle(boolean acknowledged);

  /** The expected result of all events so far, including the current state of the alerts. */
  Expectation expectation();
}
