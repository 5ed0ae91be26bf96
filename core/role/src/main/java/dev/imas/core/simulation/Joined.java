package dev.imas.core.simulation;

/** What became of an alert that fired. */
enum Joined {
  /** Its incident is new. Alerts that come together open it together. */
  OPENED,
  REOPENED,
  /** Its incident was open. */
  JOINED,
  /** There were too many new incidents, so one gathers it with others. */
  GATHERED
}
