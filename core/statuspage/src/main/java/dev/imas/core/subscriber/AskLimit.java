package dev.imas.core.subscriber;

import dev.imas.core.http.RateBuckets;
import dev.imas.core.model.Network;
import java.util.function.LongSupplier;

/**
 * How many mails one network may ask for, to any addresses. In the memory of this process, of the
 * last ten thousand networks. May be called from any thread.
 */
final class AskLimit {

  static final int A_MINUTE = 30;

  private static final int REMEMBERED = 10_000;

  private final RateBuckets networks;

  /**
   * @param nanos a monotonic clock
   */
  AskLimit(LongSupplier nanos) {
    this.networks = new RateBuckets(nanos, REMEMBERED);
  }

  /** Whether one more mail may be asked for from that address; counts it. */
  boolean take(String address) {
    return networks.take(Network.of(address), A_MINUTE / 60.0, A_MINUTE) == 0;
  }
}
