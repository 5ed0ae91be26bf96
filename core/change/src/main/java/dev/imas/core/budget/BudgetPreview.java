package dev.imas.core.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an error budget says now, and which production deployments of the last 90 days it would have
 * stopped.
 *
 * @param until when it is no longer spent if nothing breaks
 * @param from since when deployments were looked at
 * @param deployments how many of the service to production began since then
 * @param stoppedThatFailed how many of those that it would have stopped failed or were rolled back
 * @param isWhole false: there were too many to look at all
 * @param latest the latest that it would have stopped, at most fifty
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record BudgetPreview(
    long allowedSeconds,
    long spentSeconds,
    boolean isSpent,
    @Nullable Instant until,
    Instant from,
    long deployments,
    long stopped,
    long stoppedThatFailed,
    boolean isWhole,
    List<Deployed> latest) {

  static final Duration BACK = Duration.ofDays(90);
  static final int MOST_READ = 20_000;
  private static final int MOST_SHOWN = 50;

  /**
   * A deployment that began.
   *
   * @param failed whether it failed or was rolled back
   */
  record Deployed(UUID id, String environment, String sha, Instant at, boolean failed) {}

  BudgetPreview {
    latest = List.copyOf(latest);
  }

  /**
   * Pure.
   *
   * @param deployed the latest first, one more than {@link #MOST_READ} if there are more
   */
  static BudgetPreview of(
      ErrorBudget budget, List<ServiceOutage> outages, List<Deployed> deployed, Instant now) {
    ErrorBudget.Spending spending = budget.spending(outages, now);
    List<Deployed> all = deployed.subList(0, Math.min(MOST_READ, deployed.size()));
    List<Deployed> stopped =
        all.stream().filter(one -> budget.spending(outages, one.at).isSpent()).toList();
    return new BudgetPreview(
        spending.allowed().toSeconds(),
        spending.spent().toSeconds(),
        spending.isSpent(),
        spending.until(),
        now.minus(BACK),
        all.size(),
        stopped.size(),
        stopped.stream().filter(Deployed::failed).count(),
        deployed.size() <= MOST_READ,
        stopped.subList(0, Math.min(MOST_SHOWN, stopped.size())));
  }
}
