package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.gate.GatePolicy.Fallback;
import dev.imas.core.http.Reference;
import dev.imas.core.model.UuidV7;
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
 * @param stored whether it was kept; false: the database did not answer, so it was given by the
 *     tenant's setting
 * @param tier null: it is not known, since it was not kept
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
    boolean stored,
    OfService service,
    String environment,
    @Nullable String tier,
    String sha,
    String ref,
    Run run,
    List<UUID> incidents,
    String askedBy,
    List<GateReason> reasons,
    StoredDecision.@Nullable Override overridden) {

  /**
   * @param id null: it is not known, since the answer was not kept
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record OfService(@Nullable UUID id, String name) {}

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
        true,
        new OfService(question.service().id(), question.service().name()),
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

  /** What the tenant's setting says while the database does not answer. */
  static GateView unstored(Fallback fallback, GateRequest request, String author, Instant now) {
    boolean isAllowed = fallback == Fallback.ALLOW;
    GateReason reason =
        new GateReason(
            GateReason.Code.GATE_TIMEOUT,
            "database",
            "the database does not answer, and the policy says "
                + fallback.wireName()
                + " in that case",
            null,
            null,
            null,
            !isAllowed,
            isAllowed ? null : "ask again");
    return new GateView(
        UuidV7.at(now.toEpochMilli()),
        fallback.decision(),
        fallback.decision(),
        now,
        null,
        isAllowed ? null : (Long) SHORTEST_RETRY,
        isAllowed ? now.plus(GateRules.LEASE) : null,
        false,
        request.isDryRun(),
        false,
        new OfService(null, named(request)),
        request.environment(),
        null,
        request.sha(),
        request.ref(),
        new Run(request.run(), request.runUrl()),
        List.of(),
        author,
        List.of(reason),
        null);
  }

  private static String named(GateRequest request) {
    Reference service = request.service();
    return String.valueOf(service == null ? request.repository() : service);
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
