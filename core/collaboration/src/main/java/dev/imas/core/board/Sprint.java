package dev.imas.core.board;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sprint of a board as it is stored.
 *
 * @param number of its board, from 1 on
 * @param retrospective Markdown
 * @param startsOn as it is planned; once it has begun, {@code startedAt} counts
 * @param report of a closed one, as JSON
 */
record Sprint(
    UUID id,
    UUID board,
    int number,
    String name,
    String goal,
    String retrospective,
    LocalDate startsOn,
    int weeks,
    State state,
    @Nullable Instant startedAt,
    @Nullable Instant closedAt,
    @Nullable String report,
    int version) {

  /** How far a sprint is. One of a board is active at a time. */
  enum State {
    PLANNED,
    ACTIVE,
    CLOSED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State stored(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /** The day on which it ends, as it begins: the first day of the next sprint. */
  LocalDate endsOn() {
    return startsOn.plusWeeks(weeks);
  }

  boolean is(State one) {
    return state == one;
  }

  /** For people: {@code sprint 24}. */
  String inWords() {
    return "sprint " + number;
  }
}
