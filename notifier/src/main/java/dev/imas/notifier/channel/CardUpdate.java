package dev.imas.notifier.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to change a card. Reasons are for people and hold no secret. */
public sealed interface CardUpdate {

  /**
   * The vendor shows it.
   *
   * @param status of HTTP, where there was an answer
   */
  record Shown(@Nullable Integer status) implements CardUpdate {}

  /** It can never be changed again: it was deleted, is too old, or is somebody else's. */
  record Gone(String reason) implements CardUpdate {}

  /**
   * It is not known whether the vendor shows it, or certain that it does not.
   *
   * @param outcome never {@link Outcome.Accepted}
   */
  record NotShown(Outcome outcome) implements CardUpdate {}

  /** What any vendor's answer means that says nothing about the card itself. */
  static CardUpdate of(Outcome outcome) {
    return outcome instanceof Outcome.Accepted accepted
        ? new Shown(accepted.status())
        : new NotShown(outcome);
  }

  static CardUpdate putOff(Duration delay) {
    return new NotShown(new Outcome.Deferred(delay));
  }
}
