package dev.imas.notifier.throttle;

/**
 * @param perReceiver how many messages may be in flight to one receiver
 * @param rate for receivers of channels that have one
 */
public record ThrottlePolicy(int perReceiver, Rate rate, CircuitPolicy circuit) {

  /** How many messages must be free again before a receiver that used up its rate gets more. */
  public int roomToGoOn() {
    return Math.max(1, rate.messages() / 4);
  }
}
