package dev.imas.core.regime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a stage is due, and why then.
 *
 * @param startsAt the anchor of the term that counts; null without any anchor
 * @param dueAt a report at this instant is in time; null without any anchor
 * @param pieces each term with what came of it
 * @param rolledFrom the limit at a weekend that was moved; null: none was
 */
public record StageLimit(
    @Nullable Instant startsAt,
    @Nullable Instant dueAt,
    List<Piece> pieces,
    @Nullable Instant rolledFrom) {

  /**
   * One term.
   *
   * @param from when its anchor was; null: it is not known yet
   * @param at when the term ends; null without an anchor
   * @param counts whether the limit is that of this term
   */
  public record Piece(
      LegalTerm term, @Nullable Instant from, @Nullable Instant at, boolean counts) {}

  public StageLimit {
    pieces = List.copyOf(pieces);
  }

  /** Whether a report of that instant is late. Without a limit none is. */
  public boolean isMissedBy(Instant submittedAt) {
    return dueAt != null && submittedAt.isAfter(dueAt);
  }
}
