package dev.imas.core.board;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a board knows of an item.
 *
 * @param sprint that it is planned for; null: none
 * @param rank its place among all of the board
 * @param details what people say of it
 */
record Planned(UUID item, UUID board, @Nullable UUID sprint, String rank, Details details) {

  /**
   * What people say of an item for planning it.
   *
   * @param points how large it is; null: nobody has said
   * @param origin where feedback comes from, such as a survey
   */
  record Details(
      @Nullable BoardItemType type,
      @Nullable Integer points,
      @Nullable String epic,
      List<String> labels,
      @Nullable String origin) {
    Details {
      labels = List.copyOf(labels);
    }
  }

  Planned in(@Nullable UUID other) {
    return new Planned(item, board, other, rank, details);
  }

  Planned at(String other) {
    return new Planned(item, board, sprint, other, details);
  }

  Planned with(Details other) {
    return new Planned(item, board, sprint, rank, other);
  }

  int points() {
    return Objects.requireNonNullElse(details.points, 0);
  }
}
