package dev.imas.core.window;

import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.PlannedTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment window as it is stored.
 *
 * @param from the instant at which it begins
 * @param until the instant at which it ends
 * @param plannedUntil when it was to end before it was extended; null: it was not
 * @param sha the commit that is to be deployed; empty: nobody has said it
 * @param incident that the deployment is to mend; null: none
 * @param digest of what an approval is for, besides the times
 * @param quorum how many approvals its tier asks for now
 * @param request the latest request for approval; null: none
 * @param overrideReason why it was started although the gate did not allow it
 * @param mutes whether alerts of its services are muted while it is in progress
 * @param isFollowed whether a deployment has started it, and ends it
 * @param lacked what it lacked when a deployment started it; empty: nothing
 * @param outcome what was written at its end
 * @param author who changed it last
 */
record DeploymentWindow(
    UUID id,
    String title,
    String description,
    PlannedTimes times,
    Instant from,
    Instant until,
    @Nullable Instant plannedUntil,
    Named environment,
    EnvironmentTier tier,
    List<OwnedService> services,
    String sha,
    String rollbackPlan,
    List<Check> checklist,
    @Nullable UUID incident,
    boolean mutes,
    String digest,
    WindowStatus status,
    ApprovalState approval,
    int quorum,
    @Nullable ApprovalRequest request,
    @Nullable Instant startedAt,
    @Nullable String startedBy,
    @Nullable String overrideReason,
    boolean isFollowed,
    String lacked,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    String outcome,
    String createdBy,
    String author,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  /** A deployment may start so long before the window, and belongs to it so long after. */
  static final Duration MARGIN = Duration.ofMinutes(15);

  record Named(UUID id, String name) {}

  record OwnedService(UUID id, String name, Named team) {}

  /**
   * A point of the checklist.
   *
   * @param doneAt null: it is not ticked
   */
  record Check(String text, @Nullable Instant doneAt, @Nullable String doneBy) {}

  DeploymentWindow {
    services = List.copyOf(services);
    checklist = List.copyOf(checklist);
  }

  boolean isProduction() {
    return tier == EnvironmentTier.PRODUCTION;
  }

  /** How long it may be extended without a new approval: by half of its planned length. */
  Instant latestEnd() {
    Instant planned = plannedUntil == null ? until : plannedUntil;
    return planned.plus(Duration.between(from, planned).dividedBy(2));
  }

  /** Nobody started it while it was its time. */
  boolean isMissed(Instant now) {
    return status == WindowStatus.PLANNED && !now.isBefore(until);
  }

  /** Whether that is what the request was for. */
  boolean isCoveredBy(ApprovalRequest asked) {
    return asked.digest().equals(digest)
        && !from.isBefore(asked.validFrom())
        && !until.isAfter(asked.validUntil());
  }
}
