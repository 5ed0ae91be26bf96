package dev.imas.core.figures;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether all rows that figures are about are still there. Pure.
 *
 * @param completeSince nothing of what came later was removed; null if nothing was removed at all
 * @param complete whether that holds for the whole span
 */
record Kept(@Nullable Instant completeSince, boolean complete) {

  static final String INCIDENTS = "incident";
  static final String DELIVERIES = "delivery";

  static Kept of(Span span, @Nullable Instant completeSince) {
    return new Kept(completeSince, completeSince == null || !span.from().isBefore(completeSince));
  }
}
