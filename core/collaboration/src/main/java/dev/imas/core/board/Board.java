package dev.imas.core.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a team has set for its board.
 *
 * @param plannedLimit how many items the column holds; null: any number
 * @param inProgressLimit the same of what is in progress
 * @param overLimit what happens to an item too many, by its wire name
 * @param sprintWeeks how long a sprint usually is
 * @param plansAhead whether the sprint after the last is planned by itself
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Board(
    UUID id,
    String name,
    TeamOf team,
    @Nullable Integer plannedLimit,
    @Nullable Integer inProgressLimit,
    String overLimit,
    int sprintWeeks,
    boolean plansAhead,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /** Whose board it is. */
  record TeamOf(UUID id, String name) {}

  /** What happens to an item that is one too many in its column. */
  enum OverLimit {
    REFUSE,
    /** It is taken, and the column says so. */
    WARN;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean refusesOverLimit() {
    return overLimit.equals(OverLimit.REFUSE.wireName());
  }

  @Nullable Integer limit(BoardColumn column) {
    return switch (column) {
      case PLANNED -> plannedLimit;
      case IN_PROGRESS -> inProgressLimit;
      case TO_PLAN, DONE -> null;
    };
  }
}
