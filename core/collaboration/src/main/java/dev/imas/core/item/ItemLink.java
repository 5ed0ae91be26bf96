package dev.imas.core.item;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That an item was exported to a tracker. From then on the tracker has its title and whether it is
 * open; IMAS has the rest.
 *
 * @param provider the tracker; it may be deleted by now
 * @param issue null while there is none
 * @param isToldNothing whether the tracker knows all that people did here
 */
record ItemLink(
    UUID item,
    UUID provider,
    State state,
    @Nullable Issue issue,
    boolean isToldNothing,
    @Nullable String error) {

  /** How far an export is. */
  enum State {
    /** It waits for the tracker. */
    CREATING,
    LINKED,
    /** It was given up; it may be exported again. */
    FAILED,
    /** The issue was removed there, or is hidden. */
    GONE;

    static State stored(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The issue as it was read last.
   *
   * @param key as people name it, such as {@code owner/name#12}
   */
  record Issue(String key, String title, boolean isOpen) {}

  /** Whether the tracker has the title, or will have it. */
  boolean isAlive() {
    return state == State.CREATING || state == State.LINKED;
  }

  /** What the item is called there. */
  String named() {
    Issue known = issue;
    return known == null ? "the tracker" : known.key;
  }
}
