package dev.imas.core.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item as a board shows it.
 *
 * @param column null: it is planned for a later sprint, or it is dropped
 * @param sprint its number; null: none
 * @param version of the item
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record BoardCard(
    UUID id,
    String key,
    String kind,
    String title,
    @Nullable String column,
    String status,
    String statusCategory,
    @Nullable Person owner,
    @Nullable String type,
    @Nullable Integer points,
    @Nullable String epic,
    List<String> labels,
    @Nullable String origin,
    @Nullable Integer sprint,
    @Nullable OfIncident incident,
    @Nullable String category,
    @Nullable Instant dueAt,
    int version) {

  BoardCard {
    labels = List.copyOf(labels);
  }

  /** Who owns it. */
  record Person(UUID id, String username) {}

  /** Of which incident it is. */
  record OfIncident(UUID id, String shortId) {}
}
