package dev.imas.notifier.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of one attempt. Reasons are for people and are stored, so they must contain no secret
 * and no path or query of an address.
 */
public sealed interface Outcome {

  /**
   * The provider has accepted the message. Only this counts as sent.
   *
   * @param providerMessageId the provider's id of the message, where it gave one
   * @param status of HTTP, where there was an answer
   * @param place the provider's id of the chat, where the message can be changed only by it; else
   *     empty
   * @param movedTo the address that the receiver has by now, as the provider says; else empty
   */
  record Accepted(
      @Nullable String providerMessageId, @Nullable Integer status, String place, String movedTo)
      implements Outcome {

    public Accepted(@Nullable String providerMessageId, @Nullable Integer status, String place) {
      this(providerMessageId, status, place, "");
    }

    public Accepted(@Nullable String providerMessageId, @Nullable Integer status) {
      this(providerMessageId, status, "");
    }

    /** The same message in that chat. */
    public Accepted in(String chat) {
      return new Accepted(providerMessageId, status, chat, movedTo);
    }

    /** The same message, which went to another address than the contact has. */
    Accepted movedTo(String address) {
      return new Accepted(providerMessageId, status, place, address);
    }
  }

  /**
   * A later attempt may succeed.
   *
   * @param status of HTTP or SMTP, where there was an answer
   * @param retryAfter how long the provider asks to wait
   * @param mayHaveArrived whether the provider may have taken the message all the same. If not,
   *     another provider can send it without sending it twice
   */
  record Retry(
      String reason,
      @Nullable Integer status,
      @Nullable Duration retryAfter,
      boolean mayHaveArrived)
      implements Outcome {

    /** It is not known whether the message was taken. */
    public Retry(String reason, @Nullable Integer status, @Nullable Duration retryAfter) {
      this(reason, status, retryAfter, true);
    }

    public static Retry because(String reason) {
      return new Retry(reason, null, null);
    }

    /** The message was certainly not taken. */
    public static Retry notTaken(
        String reason, @Nullable Integer status, @Nullable Duration retryAfter) {
      return new Retry(reason, status, retryAfter, false);
    }
  }

  /**
   * Refused by something that others often repair without telling us: a deployment under way, a
   * missing route, a redirect. It gets only a few attempts, because others are told only once this
   * delivery is given up.
   */
  record MayHeal(String reason, @Nullable Integer status) implements Outcome {}

  /**
   * No attempt was made, for lack of room on our side. The delivery is as if it had not been
   * claimed.
   */
  record Deferred(Duration delay) implements Outcome {}

  /** The same message will never be accepted. */
  record Refused(String reason, @Nullable Integer status) implements Outcome {
    public static Refused because(String reason) {
      return new Refused(reason, null);
    }
  }

  /** The name in metrics and in the stored attempts. */
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
