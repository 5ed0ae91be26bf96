package dev.imas.core.source;

import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Adds a note to the timelines of incidents. Sources know incidents by their ids alone: whoever
 * wires the routes passes in what writes them.
 */
@FunctionalInterface
public interface NotesOnIncidents {

  /**
   * Runs on a virtual thread.
   *
   * @param by who does what the note tells
   * @param facts the note's metadata
   */
  void add(
      Tx tx, List<UUID> incidents, String by, String text, Map<String, Object> facts, Instant at);
}
