package dev.imas.core.window;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import dev.imas.core.window.ApprovalRequest.Vote;
import dev.imas.core.window.DeploymentWindow.Check;
import dev.imas.core.window.DeploymentWindow.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A deployment window, as the API shows it.
 *
 * @param startsAt by the wall clock of its zone, as {@code endsAt}
 * @param from the same as an instant, as {@code until}
 * @param quorum how many approvals it needs
 * @param request the latest request for approval; null: none
 * @param lacked what it lacked when a deployment started it; empty: nothing
 * @param approvalDueAt until when an approval is to follow, of a window that began without one for
 *     the sake of an open incident
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeploymentWindowView(
    UUID id,
    String title,
    String description,
    Named environment,
    String tier,
    List<Named> services,
    String startsAt,
    String endsAt,
    String timeZone,
    Instant from,
    Instant until,
    String sha,
    String rollbackPlan,
    List<Check> checklist,
    @Nullable UUID incident,
    boolean mutes,
    WindowStatus status,
    boolean isMissed,
    ApprovalState approval,
    int quorum,
    @Nullable Request request,
    @Nullable Instant approvalDueAt,
    @Nullable Instant startedAt,
    @Nullable String startedBy,
    @Nullable String overrideReason,
    String lacked,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    String outcome,
    String createdBy,
    String author,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  private static final Duration APPROVAL_AFTERWARDS = Duration.ofDays(1);

  /**
   * @param state of the request itself
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Request(
      UUID id,
      int quorum,
      String submittedBy,
      Instant submittedAt,
      ApprovalRequest.State state,
      @Nullable Instant decidedAt,
      List<Vote> votes) {

    Request {
      votes = List.copyOf(votes);
    }

    static Request of(ApprovalRequest request) {
      return new Request(
          request.id(),
          request.quorum(),
          request.submittedBy(),
          request.submittedAt(),
          request.state(),
          request.decidedAt(),
          request.votes());
    }
  }

  DeploymentWindowView {
    services = List.copyOf(services);
    checklist = List.copyOf(checklist);
  }

  static DeploymentWindowView of(DeploymentWindow window, Instant now) {
    ApprovalRequest request = window.request();
    Instant startedAt = window.startedAt();
    return new DeploymentWindowView(
        window.id(),
        window.title(),
        window.description(),
        window.environment(),
        window.tier().wireName(),
        window.services().stream().map(one -> new Named(one.id(), one.name())).toList(),
        window.times().start().toString(),
        window.times().start().plus(window.times().length()).toString(),
        window.times().zone().getId(),
        window.from(),
        window.until(),
        window.sha(),
        window.rollbackPlan(),
        window.checklist(),
        window.incident(),
        window.mutes(),
        window.status(),
        window.isMissed(now),
        window.approval(),
        window.quorum(),
        request == null ? null : Request.of(request),
        startedAt == null || window.approval().lets() ? null : startedAt.plus(APPROVAL_AFTERWARDS),
        startedAt,
        window.startedBy(),
        window.overrideReason(),
        window.lacked(),
        window.endedAt(),
        window.endedBy(),
        window.outcome(),
        window.createdBy(),
        window.author(),
        window.version(),
        window.createdAt(),
        window.updatedAt());
  }

  /** Its settings and its state, as the audit keeps them. */
  Map<String, Object> audited() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", title);
    all.put("description", description);
    all.put("environment", environment.id());
    all.put("services", services.stream().map(Named::id).toList());
    all.put("starts_at", startsAt);
    all.put("ends_at", endsAt);
    all.put("time_zone", timeZone);
    all.put("sha", sha);
    all.put("rollback_plan", rollbackPlan);
    all.put(
        "checklist",
        checklist.stream()
            .map(check -> Map.of("text", check.text(), "done", check.doneAt() != null))
            .toList());
    if (incident != null) {
      all.put("incident", incident);
    }
    if (mutes) {
      all.put("mutes", true);
    }
    all.put("status", status.wireName());
    all.put("approval", approval.wireName());
    if (overrideReason != null) {
      all.put("override_reason", overrideReason);
    }
    if (!lacked.isEmpty()) {
      all.put("lacked", lacked);
    }
    if (!outcome.isEmpty()) {
      all.put("outcome", outcome);
    }
    return all;
  }
}
