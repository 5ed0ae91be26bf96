package dev.imas.core.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A sprint as it is shown.
 *
 * @param endsOn the first day after it
 * @param report null: it has not begun, or a list of sprints shows it
 * @param velocity null: fewer than three are closed, or a list of sprints shows it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SprintView(
    int number,
    String name,
    String goal,
    String retrospective,
    LocalDate startsOn,
    LocalDate endsOn,
    int weeks,
    String state,
    @Nullable Instant startedAt,
    @Nullable Instant closedAt,
    @Nullable SprintReport report,
    @Nullable Velocity velocity,
    int version)
    implements Versioned {

  static SprintView of(Sprint sprint, @Nullable SprintReport report, @Nullable Velocity velocity) {
    return new SprintView(
        sprint.number(),
        sprint.name(),
        sprint.goal(),
        sprint.retrospective(),
        sprint.startsOn(),
        sprint.endsOn(),
        sprint.weeks(),
        sprint.state().wireName(),
        sprint.startedAt(),
        sprint.closedAt(),
        report,
        velocity,
        sprint.version());
  }
}
