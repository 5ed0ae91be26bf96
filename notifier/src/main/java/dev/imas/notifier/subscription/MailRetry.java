package dev.imas.notifier.subscription;

import dev.imas.core.work.RetrySchedule;
import dev.imas.notifier.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What follows an attempt to mail a subscriber. Pure: randomness comes in as a number.
 *
 * <p>What the receiver's server refuses ends that one mail, and what it puts off (RFC 5321: 4yz)
 * delays that one. Every other failure is one of the tenant's mail server, so all mails of the
 * tenant rest. Each is tried for a day.
 */
final class MailRetry {

  /** How long a mail is tried: news of yesterday help nobody. */
  static final Duration TRIED_FOR = Duration.ofHours(24);

  private static final RetrySchedule SCHEDULE =
      RetrySchedule.of(Duration.ofSeconds(10), Duration.ofMinutes(15)).lasting(TRIED_FOR);

  private MailRetry() {}

  enum End {
    SENT,
    REFUSED,
    GIVEN_UP,
    AGAIN
  }

  /**
   * @param pause until the next attempt
   * @param rest of all mails of the tenant; null: none
   */
  record Verdict(End end, Duration pause, @Nullable Duration rest) {}

  /**
   * @param dice from 0 (inclusive) to 1
   */
  static Verdict of(Outcome outcome, StatusMail mail, Instant now, double dice) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> new Verdict(End.SENT, Duration.ZERO, null);
      // Without a status nobody was asked: there is no mail server.
      case Outcome.Refused refused when refused.status() != null ->
          new Verdict(End.REFUSED, Duration.ZERO, null);
      case Outcome.Refused refused -> again(mail, false, now, dice);
      case Outcome.MayHeal failed -> again(mail, false, now, dice);
      case Outcome.Retry failed -> again(mail, isPutOff(failed.status()), now, dice);
      case Outcome.Deferred deferred -> throw new IllegalArgumentException("was no attempt");
    };
  }

  /** 421 says that the server itself has no time. */
  private static boolean isPutOff(@Nullable Integer status) {
    return status != null && status / 100 == 4 && status != 421;
  }

  /**
   * @param ofOne whether only this mail waits
   */
  private static Verdict again(StatusMail mail, boolean ofOne, Instant now, double dice) {
    Duration pause = SCHEDULE.pause(ofOne ? mail.attempt() - 1 : mail.failures(), dice);
    boolean isOver = SCHEDULE.isOver(mail.toldAt(), now);
    return new Verdict(isOver ? End.GIVEN_UP : End.AGAIN, pause, ofOne ? null : pause);
  }
}
