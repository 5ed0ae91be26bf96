package dev.imas.notifier.channel;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt, and with what it was made.
 *
 * @param provider the last one that was tried; null: what is set on the notifier
 * @param before what other providers answered in the same attempt, and which templates failed, for
 *     people; null: nothing of that
 */
public record Attempted(Outcome outcome, @Nullable UUID provider, @Nullable String before) {

  /** By what is set on the notifier. */
  public static Attempted plainly(Outcome outcome) {
    return new Attempted(outcome, null, null);
  }

  /**
   * @param faults of the tenant's templates, in whose place the shipped ones were used
   */
  public Attempted with(List<String> faults) {
    if (faults.isEmpty()) {
      return this;
    }
    String told = "the shipped template was used instead of " + String.join("; ", faults);
    return new Attempted(outcome, provider, before == null ? told : before + "; " + told);
  }

  /**
   * @param what was tried before, for people
   */
  public Attempted after(String what) {
    return new Attempted(outcome, provider, before == null ? what : what + "; " + before);
  }

  /**
   * Whether the receiver should be left alone if this happens again. The trouble of a provider is
   * the provider's, which has a circuit of its own, except where it limits the receiver's rate.
   */
  public boolean blamesReceiver() {
    return outcome instanceof Outcome.Retry retry
        && (provider == null || Integer.valueOf(429).equals(retry.status()));
  }
}
