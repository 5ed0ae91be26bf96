package dev.imas.core.suppressed;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Which alerts are suppressed now, by silences, windows, inhibition and time intervals. */
public final class SuppressionFeature implements Feature {

  private final SuppressionSweep sweep;

  /**
   * @param changed asks intake to look, once alerts are suppressed no more
   */
  public SuppressionFeature(CoreContext core, Runnable changed) {
    this.sweep =
        new SuppressionSweep(
            core.housekeeping(), core.retention().incidents(), core.clock(), changed);
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofSeconds(1), "hiding", SuppressionSweep.WAITS, tenant -> sweep.run()),
        Recurring.every(Duration.ofHours(1), "suppressions-past", tenant -> sweep.forget()));
  }
}
