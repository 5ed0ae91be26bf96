package dev.imas.core.storm;

import dev.imas.core.model.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A storm that is not closed, as whoever looks at it finds it, and what follows. Pure.
 *
 * @param calmSince since when few enough incidents are opened; null: they were not
 * @param isEnded whether it runs no longer, and holds what is left
 * @param recent how many incidents of those that it ever held were opened within a minute
 * @param held how many incidents it ever held
 * @param open how many of them it holds that are open
 * @param worst the most severe of those; null if there is none
 */
record StormLook(
    @Nullable Instant calmSince,
    boolean isEnded,
    int recent,
    int held,
    int open,
    @Nullable Severity worst) {

  /**
   * @param raisesTo the umbrella's new severity; null: it stays
   * @param calmSince as it is from now on
   * @param ends whether it ends now
   * @param resolves whether its umbrella is resolved, since nothing is left
   */
  record Verdict(
      @Nullable Severity raisesTo, @Nullable Instant calmSince, boolean ends, boolean resolves) {}

  /**
   * @param umbrella its severity
   */
  Verdict judge(Severity umbrella, StormPolicy policy, Instant now) {
    Instant calm = recent >= policy.endsBelow() ? null : calmSince == null ? now : calmSince;
    boolean ends =
        !isEnded
            && (!policy.isActive() || calm != null && !calm.plus(policy.endsAfter()).isAfter(now));
    return new Verdict(
        worst != null && worst.isMoreSevereThan(umbrella) ? worst : null,
        isEnded ? calmSince : calm,
        ends,
        (isEnded || ends) && open == 0);
  }
}
