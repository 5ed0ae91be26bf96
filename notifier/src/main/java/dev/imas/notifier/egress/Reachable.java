package dev.imas.notifier.egress;

import java.net.InetAddress;
import java.time.Duration;

/** Whether a host that a tenant has entered may be spoken to, by the addresses that it has now. */
public sealed interface Reachable {

  /**
   * @param address that was checked; whoever connects to the name instead may come elsewhere
   */
  record Yes(InetAddress address) implements Reachable {}

  /**
   * @param reason without secrets
   */
  record Barred(String reason) implements Reachable {}

  /** It was not looked up, for lack of threads on our side. */
  record PutOff(Duration delay) implements Reachable {}

  /**
   * Its addresses are not known.
   *
   * @param reason without secrets
   */
  record Unknown(String reason) implements Reachable {}
}
