package dev.imas.core.procedure;

/** Where a text of a runbook goes, by which the values in it are escaped. */
public enum Target {
  /** People read it. */
  TEXT,
  /** People paste it into a POSIX shell. */
  COMMAND,
  /** An http or https URL. */
  LINK
}
