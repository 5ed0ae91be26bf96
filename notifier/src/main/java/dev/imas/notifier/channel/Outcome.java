package dev.imas.notifier.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try. Reasons are for people and are kept: no secret, no path or query of an
 * address may be in them.
 */
public sealed interface Outcome {

  /**
   * The provider took responsibility. Nothing else counts as sent.
   *
   * @param providerMessageId the provider's name for it, where it gave one
   * @param status of HTTP, where there was an answer
   */
  record Accepted(@Nullable String providerMessageId, @Nullable Integer status)
      implements Outcome {}

  /**
   * It may go well later.
   *
   * @param status of HTTP or SMTP, where there was an answer
   * @param retryAfter how long the provider asks to wait
   */
  record Retry(String reason, @Nullable Integer status, @Nullable Duration retryAfter)
      implements Outcome {
    public static Retry because(String reason) {
      return new Retry(reason, null, null);
    }
  }

  /**
   * Refused by what stands there at the moment, which is often mended by others without a word to
   * us: a deploy under way, a route that is missing, a redirect. Worth a few tries and no more,
   * since others are told only once this one is given up.
   */
  record MayHeal(String reason, @Nullable Integer status) implements Outcome {}

  /**
   * Not tried at all, for lack of room on our side; the delivery is as if it had not been taken.
   */
  record Deferred(Duration delay) implements Outcome {}

  /** The same message will never be accepted. */
  record Refused(String reason, @Nullable Integer status) implements Outcome {
    public static Refused because(String reason) {
      return new Refused(reason, null);
    }
  }

  /** As metrics and the attempts' rows name it. */
  default String word() {
    return switch (this) {
      case Accepted accepted -> "accepted";
      case Retry retry -> "retry";
      case MayHeal refused -> "refused";
      case Deferred deferred -> "deferred";
      case Refused refused -> "refused";
    };
  }
}
