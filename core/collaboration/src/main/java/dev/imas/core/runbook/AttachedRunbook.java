package dev.imas.core.runbook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The runbook of an incident.
 *
 * @param runbook null: somebody took it away
 * @param why why it was chosen
 * @param version of the attachment: rises when the incident gets another one or loses it
 */
record AttachedRunbook(
    UUID incident, @Nullable Pinned runbook, String why, String by, Instant at, int version) {

  /**
   * A version of a runbook, which stays what it was.
   *
   * @param current the number of the latest version
   */
  record Pinned(UUID id, int version, int current, RunbookContent content) {

    /** The current version. */
    static Pinned of(RunbookView runbook) {
      return new Pinned(runbook.id(), runbook.version(), runbook.version(), runbook.content());
    }
  }
}
