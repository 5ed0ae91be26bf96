package dev.imas.gateway.commit;

import dev.imas.gateway.decode.IncomingAlert;

/**
 * The times by which events of one fingerprint are put in order (docs/adr: event order). A sender's
 * time counts within one fingerprint only, and never as later than our own by more than {@link
 * #SKEW_MICROS}, so that a future time can never lock an alert.
 */
final class EventOrder {

  /** How far ahead of ours a sender's clock may be and still be believed (requirement NFR-16). */
  static final long SKEW_MICROS = 5 * 60 * 1_000_000L;

  private EventOrder() {}

  /**
   * When the episode began, as far as it can be believed; the time of the event where the sender
   * names none.
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
