package dev.imas.core.regime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a duty.
 *
 * @param limit as it was when the stage ended, or as it is now
 * @param closed how it ended; null: it is open
 */
public record StageStatus(StageTemplate template, StageLimit limit, @Nullable StageState closed) {

  public String id() {
    return template.id();
  }

  public boolean isOpen() {
    return closed == null;
  }

  public StageState state(Instant now) {
    if (closed != null) {
      return closed;
    }
    if (limit.dueAt() == null) {
      return StageState.PENDING;
    }
    return limit.isMissedBy(now) ? StageState.OVERDUE : StageState.RUNNING;
  }

  /** The first reminder after that instant; null: there is none while nothing changes. */
  public @Nullable Instant nextReminder(Instant after) {
    Instant start = limit.startsAt();
    Instant due = limit.dueAt();
    return closed != null || start == null || due == null
        ? null
        : DutyReminders.next(start, due, after);
  }
}
