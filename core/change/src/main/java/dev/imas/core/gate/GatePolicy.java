package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.imas.core.http.Body;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What blocks a production deployment besides freezes and an open SEV1, which always do. Otherwise
 * it is a warning.
 *
 * @param blocksOpenSev2 an open SEV2 of the service, or of one that it depends on
 * @param blocksInProgress another deployment of the service to the environment
 * @param blocksNobodyOnCall that nobody is on call for the service's team
 * @param productionApprovals how many people approve a deployment window to production
 * @param stagingApprovals the same to staging
 * @param whenUnavailable what a deployment is told while the database does not answer; null:
 *     nothing, so that its pipeline decides
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record GatePolicy(
    boolean blocksOpenSev2,
    boolean blocksInProgress,
    boolean blocksNobodyOnCall,
    int productionApprovals,
    int stagingApprovals,
    @Nullable Fallback whenUnavailable) {

  /** What is answered without knowing anything. */
  enum Fallback {
    ALLOW,
    DENY;

    static Optional<Fallback> parse(String word) {
      return Arrays.stream(values()).filter(one -> one.wireName().equals(word)).findFirst();
    }

    static @Nullable Fallback of(@Nullable Integer number) {
      return number == null ? null : values()[number - 1];
    }

    /** The stored number, from 1. */
    short number() {
      return (short) (ordinal() + 1);
    }

    GateDecision decision() {
      return this == ALLOW ? GateDecision.ALLOW : GateDecision.DENY;
    }

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int MOST_APPROVALS = 5;

  static final GatePolicy USUAL = new GatePolicy(false, false, false, 1, 0, null);

  static GatePolicy read(Body body) {
    body.only(
        "blocks_open_sev2",
        "blocks_in_progress",
        "blocks_nobody_on_call",
        "production_approvals",
        "staging_approvals",
        "when_unavailable",
        "version");
    GatePolicy policy =
        new GatePolicy(
            body.flag("blocks_open_sev2", USUAL.blocksOpenSev2),
            body.flag("blocks_in_progress", USUAL.blocksInProgress),
            body.flag("blocks_nobody_on_call", USUAL.blocksNobodyOnCall),
            body.whole("production_approvals", 0, MOST_APPROVALS, USUAL.productionApprovals),
            body.whole("staging_approvals", 0, MOST_APPROVALS, USUAL.stagingApprovals),
            fallback(body));
    body.throwIfFaulty();
    return policy;
  }

  private static @Nullable Fallback fallback(Body body) {
    String word = body.text("when_unavailable", 10);
    if (word == null) {
      return null;
    }
    Optional<Fallback> fallback = Fallback.parse(word);
    if (fallback.isEmpty()) {
      body.fault("/when_unavailable", "must be allow, deny or null");
    }
    return fallback.orElse(null);
  }
}
