package dev.imas.core.board;

import dev.imas.core.workflow.StatusCategory;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A column of a board. It follows from the status of an item and from its sprint. */
enum BoardColumn {
  /** In no sprint yet. */
  TO_PLAN(StatusCategory.TODO),
  /** In the current sprint, and not begun. */
  PLANNED(StatusCategory.TODO),
  IN_PROGRESS(StatusCategory.DOING),
  DONE(StatusCategory.DONE);

  private final StatusCategory category;

  BoardColumn(StatusCategory category) {
    this.category = category;
  }

  /** What an item in it is. */
  StatusCategory category() {
    return category;
  }

  /** The name in JSON and in SQL. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people: {@code in progress}. */
  String inWords() {
    return wireName().replace('_', ' ');
  }

  /**
   * Where an item stands.
   *
   * @param sprint that it is planned for
   * @param current that the board shows
   * @return empty for one that is dropped, or planned for a later sprint
   */
  static Optional<BoardColumn> of(
      StatusCategory category, @Nullable UUID sprint, @Nullable UUID current) {
    return switch (category) {
      case TODO ->
          sprint == null
              ? Optional.of(TO_PLAN)
              : sprint.equals(current) ? Optional.of(PLANNED) : Optional.empty();
      case DOING -> Optional.of(IN_PROGRESS);
      case DONE -> Optional.of(DONE);
      case DROPPED -> Optional.empty();
    };
  }
}
