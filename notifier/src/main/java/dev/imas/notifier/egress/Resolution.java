package dev.imas.notifier.egress;

import java.net.InetAddress;
import java.util.List;

/**
 * The result of resolving a name. A name without an address is a failure, and not represented here.
 */
public sealed interface Resolution {

  record Found(List<InetAddress> addresses) implements Resolution {
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * The name was not looked up, for lack of threads on our side. This says nothing about the name.
   */
  record PutOff() implements Resolution {}
}
