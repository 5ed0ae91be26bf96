package dev.imas.gateway.commit;

import dev.imas.gateway.decode.IncomingAlert;

/**
 * The times that order the events of one fingerprint (docs/adr: event order). A sender's time
 * counts within one fingerprint only. It never counts as later than ours by more than {@link
 * #SKEW_MICROS}, so that a time in the future cannot lock an alert.
 */
final class EventOrder {

  /**
   * How far a sender's clock may be ahead of ours before its times are clamped (requirement
   * NFR-16).
   */
  static final long SKEW_MICROS = 5 * 60 * 1_000_000L;

  private EventOrder() {}

  /**
   * When the episode began, never later than the sender's clock may be ahead. It is the time of the
   * event where the sender names no start.
   */
  static long episodeStart(AlertEvent event) {
    long starts = event.alert.startsAtMicros();
    if (starts == IncomingAlert.NONE) {
      return event.observedAtMicros();
    }
    long received = event.receivedAtMicros();
    return starts > received + SKEW_MICROS ? received : starts;
  }
}
