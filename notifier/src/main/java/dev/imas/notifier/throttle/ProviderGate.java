package dev.imas.notifier.throttle;

import java.time.Instant;

/**
 * One version of a provider: what is in flight through it, and its circuit (NTF-27). A quarter of
 * its slots is kept for SEV1 and SEV2. Any thread may use it.
 */
public final class ProviderGate {

  /** Whether a message may go through now. */
  public enum Entry {
    OPENED,
    /** All slots are taken, or a probe is in flight. */
    FULL,
    /** It is left alone, since it has stopped answering. */
    LEFT_ALONE
  }

  private final int slots;
  private final CircuitPolicy policy;
  private Circuit circuit = Circuit.CLOSED;
  private int inFlight;

  /**
   * @param slots at least 1
   */
  public ProviderGate(int slots, CircuitPolicy policy) {
    this.slots = slots;
    this.policy = policy;
  }

  /** {@link Entry#OPENED} must be followed by {@link #ended} or {@link #endedUntried}. */
  public synchronized Entry enter(boolean urgent, Instant now) {
    int width = circuit.width(slots, now);
    if (width == 0) {
      return Entry.LEFT_ALONE;
    }
    int open = urgent ? width : width - width / 4;
    if (inFlight >= open) {
      return circuit.state(now) == Circuit.State.HALF_OPEN ? Entry.LEFT_ALONE : Entry.FULL;
    }
    inFlight++;
    return Entry.OPENED;
  }

  /**
   * Enters for a message from which nothing is learnt. It takes a slot, but it is no probe: a
   * provider that has stopped answering is left alone. {@link #endedUntried} must follow {@link
   * Entry#OPENED}.
   */
  public synchronized Entry enterAside(boolean urgent, Instant now) {
    return circuit.state(now) == Circuit.State.CLOSED ? enter(urgent, now) : Entry.LEFT_ALONE;
  }

  /** Enters whatever the circuit and the slots: somebody wants to see what the provider says. */
  public synchronized void enterAnyway() {
    inFlight++;
  }

  /**
   * @param answered whether the provider is alive: it accepted or refused
   */
  public synchronized void ended(boolean answered, Instant now) {
    inFlight--;
    circuit = answered ? circuit.answered() : circuit.failed(policy, now);
  }

  /** A message was begun and then not tried, so nothing was learnt. */
  public synchronized void endedUntried() {
    inFlight--;
  }

  public synchronized Circuit.State state(Instant now) {
    return circuit.state(now);
  }

  public synchronized boolean isBusy() {
    return inFlight > 0;
  }
}
