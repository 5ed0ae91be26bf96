package dev.imas.notifier.throttle;

import java.time.Instant;

/**
 * One receiver: what is in flight to it, its circuit and its rate. When the rate is used up, the
 * receiver rests until a quarter of it is free again, so that what waits meanwhile can go in one
 * message. Bound to one thread.
 */
public final class ReceiverGate {

  private final ThrottlePolicy policy;
  private final String channel;
  private final Rate rate;
  private Circuit circuit = Circuit.CLOSED;
  private RemainingRate bucket;
  private int inFlight;
  private boolean resting;

  ReceiverGate(ThrottlePolicy policy, Rate rate, String channel, Instant now) {
    this.policy = policy;
    this.channel = channel;
    this.rate = rate;
    this.bucket = RemainingRate.full(rate, now);
  }

  /** How many more may begin now; 0 or more. */
  public int room(Instant now) {
    return isResting(now) ? 0 : Math.min(width(now), bucket.available(rate, now));
  }

  /** The same for messages that are sent whatever the rate. */
  public int width(Instant now) {
    return Math.max(0, circuit.width(policy.perReceiver(), now) - inFlight);
  }

  /** Whether its rate is used up. */
  public boolean isResting(Instant now) {
    bucket = bucket.refilled(rate, now);
    int available = bucket.available(rate, now);
    resting = available < (resting ? policy.roomToGoOn() : 1);
    return resting;
  }

  public void begin(Instant now) {
    inFlight++;
    bucket = bucket.take(rate, now);
  }

  /**
   * @param answered whether the receiver is alive: it accepted or refused
   */
  public void end(boolean answered, Instant now) {
    inFlight--;
    circuit = answered ? circuit.answered() : circuit.failed(policy.circuit(), now);
  }

  /** A message was begun and then not tried, so nothing was learnt about the receiver. */
  public void endUntried() {
    inFlight--;
    bucket = bucket.giveBack(rate);
  }

  public Circuit.State circuit(Instant now) {
    return circuit.state(now);
  }

  public String channel() {
    return channel;
  }

  boolean isBusy() {
    return inFlight > 0;
  }

  /** Whether it knows nothing that a new gate would not know. */
  boolean isIdle(Instant now) {
    return inFlight == 0 && circuit.equals(Circuit.CLOSED) && bucket.isFull(rate, now);
  }
}
