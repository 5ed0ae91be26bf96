package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.gate.GateQuestion.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the gate, as the API shows it.
 *
 * @param decision what the deployment is told
 * @param computed what the rules said; it differs from the decision once somebody has overridden it
 * @param until when what blocks it ends by itself
 * @param retryAfter after how many seconds asking again may help
 * @param leaseUntil until when it may start
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record GateView(
    UUID id,
    GateDecision decision,
    GateDecision computed,
    Instant at,
    @Nullable Instant until,
    @Nullable Long retryAfter,
    @Nullable Instant leaseUntil,
    boolean emergency,
    boolean dryRun,
    Named service,
    String environment,
    String tier,
    String sha,
    String ref,
    Run run,
    List<UUID> incidents,
    String askedBy,
    List<GateReason> reasons,
    StoredDecision.@Nullable Override overridden) {

  record Run(String id, String url) {}

  private static final long SHORTEST_RETRY = 15;
  private static final long RETRY = 60;

  GateView {
    incidents = List.copyOf(incidents);
    reasons = List.copyOf(reasons);
  }

  static GateView of(StoredDecision stored) {
    GateQuestion question = stored.question();
    GateAnswer answer = stored.answer();
    GateDecision effective = stored.effective();
    return new GateView(
        stored.id(),
        effective,
        answer.decision(),
        question.at(),
        effective == GateDecision.ALLOW ? null : answer.until(),
        retryAfter(effective, answer, question.at()),
        answer.leaseUntil(),
        answer.isEmergency(),
        stored.isDryRun(),
        question.service(),
        question.environment(),
        question.tier().wireName(),
        question.sha(),
        stored.ref(),
        new Run(stored.run(), stored.runUrl()),
        question.incidents(),
        stored.askedBy(),
        answer.reasons(),
        stored.override());
  }

  private static @Nullable Long retryAfter(
      GateDecision decision, GateAnswer answer, Instant asked) {
    if (decision == GateDecision.ALLOW) {
      return null;
    }
    Instant until = answer.until();
    return until == null
        ? (decision == GateDecision.WAIT ? (Long) RETRY : null)
        : (Long) Math.max(SHORTEST_RETRY, Duration.between(asked, until).toSeconds());
  }
}
