package dev.imas.notifier.provider;

import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.throttle.Circuit;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a provider has fared since the last report.
 *
 * @param status of HTTP, with the error
 * @param circuit null when it is closed
 */
record Fared(
    int version,
    @Nullable Instant successAt,
    @Nullable Instant errorAt,
    @Nullable String error,
    @Nullable Integer status,
    @Nullable String circuit) {

  private static final int LONGEST = 500;

  static Fared nothing(int version, Circuit.State circuit) {
    return new Fared(version, null, null, null, null, word(circuit));
  }

  Fared with(int newer, Outcome outcome, Circuit.State state, Instant now) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> new Fared(newer, now, errorAt, error, status, word(state));
      case Outcome.Deferred deferred -> this;
      case Outcome.Retry retry -> failed(newer, retry.reason(), retry.status(), state, now);
      case Outcome.MayHeal refused -> failed(newer, refused.reason(), refused.status(), state, now);
      case Outcome.Refused refused -> failed(newer, refused.reason(), refused.status(), state, now);
    };
  }

  Fared renewed(Circuit.State state) {
    return new Fared(version, successAt, errorAt, error, status, word(state));
  }

  private Fared failed(
      int newer, String reason, @Nullable Integer code, Circuit.State state, Instant now) {
    return new Fared(newer, successAt, now, SafeText.line(reason, LONGEST), code, word(state));
  }

  private static @Nullable String word(Circuit.State state) {
    return state == Circuit.State.CLOSED ? null : state.name().toLowerCase(Locale.ROOT);
  }
}
