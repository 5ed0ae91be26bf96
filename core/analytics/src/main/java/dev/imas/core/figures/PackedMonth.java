package dev.imas.core.figures;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A month of UTC of which figures are packed. Pure.
 *
 * @param endedUntil when the last of its incidents that have ended did; null: none has
 * @param isWhole whether no incident had been removed when it was packed
 * @param hasChanged whether an incident has changed since
 */
record PackedMonth(
    LocalDate month,
    int incidents,
    @Nullable Instant endedUntil,
    boolean isWhole,
    boolean hasChanged) {

  Instant begin() {
    return FigureFactRepository.begin(month);
  }

  Instant end() {
    return FigureFactRepository.begin(month.plusMonths(1));
  }

  /**
   * Whether it is read as it is packed. Once the retention has come to it, its incidents may be
   * fewer than it has, so it stays as it was before.
   *
   * @param removedBefore since when incidents are complete; null: all of them are there
   */
  boolean isRead(@Nullable Instant removedBefore) {
    return !hasChanged || isPast(begin(), removedBefore);
  }

  /** Whether incidents that were opened from then on may have been removed. */
  static boolean isPast(Instant begin, @Nullable Instant removedBefore) {
    return removedBefore != null && removedBefore.isAfter(begin);
  }
}
