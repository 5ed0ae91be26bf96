package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known when the gate is asked.
 *
 * @param freezes that concern the deployment, in force or to come
 * @param incidents open ones with SEV1 or SEV2, of the service or of one that it depends on
 * @param inProgress other deployments of the service to the environment that run now
 * @param onCall how many people are on call for the service's team; null: nobody looked, since the
 *     environment is not production
 * @param deployedBefore when this commit was deployed there with success, if another has followed
 *     it; null: it was not
 * @param budgets error budgets of the service that are spent; empty where nobody looked, since the
 *     environment is not production
 * @param window that was named, or else one of the service and environment that is in progress;
 *     null: there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GateWorld(
    GatePolicy policy,
    List<KnownFreeze> freezes,
    List<OpenIncident> incidents,
    List<RunningDeployment> inProgress,
    @Nullable Integer onCall,
    @Nullable Instant deployedBefore,
    List<KnownBudget> budgets,
    @Nullable KnownWindow window) {

  /**
   * @param from when it begins, or began
   */
  record KnownFreeze(
      UUID id,
      String name,
      int version,
      boolean observes,
      boolean emergencies,
      Instant from,
      Instant until) {}

  /**
   * @param severity 1 or 2
   * @param service whose incident it is
   * @param isOwn whether that is the service which is deployed
   */
  public record OpenIncident(
      UUID id,
      String shortId,
      String title,
      int severity,
      Instant since,
      String service,
      boolean isOwn) {}

  /**
   * An error budget that is spent.
   *
   * @param blocks whether it keeps deployments from starting
   * @param until when it is no longer spent if nothing breaks; null: something is still broken
   * @param incidents that spent it, by their short ids, the latest first, at most five
   */
  record KnownBudget(
      UUID id,
      String name,
      boolean blocks,
      int days,
      long allowedSeconds,
      long spentSeconds,
      @Nullable Instant until,
      List<String> incidents) {

    KnownBudget {
      incidents = List.copyOf(incidents);
    }
  }

  record RunningDeployment(UUID id, String sha, Instant since) {}

  /**
   * A deployment window.
   *
   * @param isOfIt whether it is for this service and environment
   * @param isApproved or needs no approval
   * @param isOverridden whether it was started although the gate did not allow it
   */
  record KnownWindow(
      UUID id,
      String title,
      Stage stage,
      boolean isOfIt,
      boolean isApproved,
      boolean isOverridden,
      Instant from,
      Instant until) {

    enum Stage {
      PLANNED,
      IN_PROGRESS,
      /** It has ended, or was cancelled. */
      OVER;

      @JsonValue
      String wireName() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  public GateWorld {
    freezes = List.copyOf(freezes);
    incidents = List.copyOf(incidents);
    inProgress = List.copyOf(inProgress);
    // Answers that were kept before there were budgets have none.
    budgets = List.copyOf(Objects.requireNonNullElse(budgets, List.of()));
  }
}
