package dev.imas.core.incident;

import dev.imas.core.model.ShownText;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One line of an incident's history; never changed once written.
 *
 * @param seq counts from 1 within the incident, without gaps
 * @param author a token's name, or "system"
 * @param version of the incident after it
 */
public record TimelineEntry(
    UUID incidentId,
    int seq,
    TimelineType type,
    String author,
    String message,
    Map<String, Object> metadata,
    int version) {

  public TimelineEntry {
    author = ShownText.of(author);
    message = ShownText.of(message);
    metadata = Map.copyOf(metadata);
  }

  /** Whether a person wrote it. */
  public boolean isComment() {
    return metadata.containsKey(Incident.COMMENT);
  }

  /**
   * What the timeline keeps for good. What people wrote is kept apart, so that they can change it.
   */
  String keptMessage() {
    return isComment() ? "" : message;
  }

  /** The same entry, whose message goes on. */
  TimelineEntry adding(String words) {
    return new TimelineEntry(incidentId, seq, type, author, message + words, metadata, version);
  }

  /** The same entry with one more fact. */
  TimelineEntry with(String name, Object fact) {
    Map<String, Object> facts = new HashMap<>(metadata);
    facts.put(name, fact);
    return new TimelineEntry(incidentId, seq, type, author, message, facts, version);
  }

  /** So much of a text that a person wrote; an ellipsis stands for the rest. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
