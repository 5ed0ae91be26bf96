package dev.imas.core.contact;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How soon something is told by a medium (NTF-20). */
public sealed interface Timing {

  Timing AT_ONCE = new Word("at_once");
  Timing GROUPED = new Word("grouped");
  Timing DAILY = new Word("daily");
  Timing WEEKLY = new Word("weekly");
  Timing NEVER = new Word("never");

  Duration LONGEST = Duration.ofHours(1);

  String ALLOWED = "at_once, within and a duration of up to PT1H, grouped, daily, weekly or never";

  /** As in JSON. */
  String text();

  /** One of the words above. */
  record Word(String text) implements Timing {}

  /** No later than that after the moment. */
  record Within(Duration time) implements Timing {

    @Override
    public String text() {
      return "within " + time;
    }
  }

  /** Whether it is one message at its own time, and not part of one that tells of many. */
  default boolean isPrompt() {
    return this instanceof Within || equals(AT_ONCE);
  }

  /** Whether it waits for a message that tells of many. */
  default boolean isCollected() {
    return equals(GROUPED) || equals(DAILY) || equals(WEEKLY);
  }

  static Optional<Timing> parse(String text) {
    return switch (text) {
      case "at_once", "grouped", "daily", "weekly", "never" -> Optional.of(new Word(text));
      default -> text.startsWith("within ") ? within(text.substring(7)) : Optional.empty();
    };
  }

  private static Optional<Timing> within(String text) {
    try {
      Duration time = Duration.parse(text);
      return time.isPositive() && time.compareTo(LONGEST) <= 0
          ? Optional.of(new Within(time))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
