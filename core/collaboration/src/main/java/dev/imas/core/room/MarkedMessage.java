package dev.imas.core.room;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message of a room as an entry of the timeline. Pure. */
final class MarkedMessage {

  private static final int LONGEST = 4_000;

  private MarkedMessage() {}

  /**
   * @param by who marked it
   * @param writer who wrote it
   */
  static Step step(
      Incident incident, Room room, String ts, String by, String writer, String text, Instant at) {
    String plain = text.strip();
    String cut = plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…";
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("room", room.id().toString());
    facts.put("ts", ts);
    facts.put("written_by", writer);
    facts.put("via", room.vendor());
    return incident.comment(by, writer + ": " + (cut.isEmpty() ? "(no text)" : cut), facts, at);
  }
}
