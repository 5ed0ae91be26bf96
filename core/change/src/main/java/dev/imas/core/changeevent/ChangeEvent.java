package dev.imas.core.changeevent;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a planned change, or to an attempt at one.
 *
 * @param about the id of the deployment window, freeze or answer of the gate
 * @param key which of its kind it is: the same again is the same event
 * @param concerns whose services; empty: everybody's
 * @param path of what it is about, below the address of the installation
 * @param data what others are told, as members of JSON
 */
public record ChangeEvent(
    Kind kind,
    UUID about,
    String key,
    List<Concerned> concerns,
    String path,
    Map<String, Object> data) {

  public enum Kind {
    WINDOW_PLANNED,
    WINDOW_CHANGED,
    WINDOW_STARTED,
    /** Completed, failed or rolled back. */
    WINDOW_ENDED,
    WINDOW_CANCELLED,
    APPROVAL_REQUESTED,
    APPROVAL_GRANTED,
    APPROVAL_REFUSED,
    /** What was submitted has changed, or was cancelled. */
    APPROVAL_VOIDED,
    FREEZE_CREATED,
    FREEZE_CHANGED,
    FREEZE_DELETED,
    /** A deployment may not start, and waiting does not help it. */
    GATE_DENIED
  }

  /**
   * A service with its team, or one of the two.
   *
   * @param service null: every service of the team
   * @param team null: unknown
   */
  public record Concerned(@Nullable UUID service, @Nullable UUID team) {}

  public ChangeEvent {
    concerns = List.copyOf(concerns);
  }
}
