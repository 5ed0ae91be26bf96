package dev.imas.core.oncall;

import java.util.List;
import java.util.UUID;

/** Why somebody is on call. */
public sealed interface Cause {

  /**
   * The turn of a rotation.
   *
   * @param layer its name
   * @param number the turn, counted from the rotation's anchor
   */
  record Turn(String layer, long number) implements Cause {}

  /**
   * The turn of others, who are away or give back a turn.
   *
   * @param instead whose turn it is; empty if the turn should have passed to another, and there was
   *     nobody else
   */
  record Cover(String layer, long number, List<UUID> instead) implements Cause {}

  /**
   * An override.
   *
   * @param id the override's
   */
  record Overridden(UUID id) implements Cause {}
}
