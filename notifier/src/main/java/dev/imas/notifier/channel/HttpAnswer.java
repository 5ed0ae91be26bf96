package dev.imas.notifier.channel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer means for a delivery (NTF-26). Pure.
 *
 * <p>Answers differ by who can repair the cause. A busy or broken receiver recovers by itself, so
 * it gets all retries. A missing route, a redirect or a lock may go away with the receiver's next
 * deployment, and just as often stays, so it gets a few attempts. Wrong credentials, a body that is
 * not understood and "gone" stay until somebody changes the contact. Such a delivery is given up at
 * once, so that others are told at once. Redirects are never followed, since the receiver would
 * then choose where IMAS posts to.
 */
public final class HttpAnswer {

  private HttpAnswer() {}

  /**
   * @param retryAfter the header, as it came
   * @param providerMessageId the receiver's id of the message
   */
  public static Outcome read(
      int status, @Nullable String retryAfter, @Nullable String providerMessageId, Instant now) {
    if (status >= 200 && status < 300) {
      return new Outcome.Accepted(providerMessageId, status);
    }
    if (status == 408 || status == 425 || status == 429) {
      return Outcome.Retry.notTaken("HTTP " + status, status, wait(retryAfter, now));
    }
    if (status >= 500) {
      return new Outcome.Retry("HTTP " + status, status, wait(retryAfter, now));
    }
    if (status >= 300 && status < 400) {
      return new Outcome.MayHeal("HTTP " + status + ": redirects are not followed", status);
    }
    return switch (status) {
      case 404, 409, 421, 423 -> new Outcome.MayHeal("HTTP " + status, status);
      default -> new Outcome.Refused("HTTP " + status, status);
    };
  }

  /** Reads seconds or a date (RFC 9110, section 10.2.3); anything else is ignored. */
  public static @Nullable Duration wait(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return null;
    }
    String text = retryAfter.strip();
    try {
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Duration.ofSeconds(Math.min(Long.parseLong(text), 86_400 * 365L));
      }
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }
}
