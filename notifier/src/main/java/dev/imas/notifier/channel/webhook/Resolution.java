package dev.imas.notifier.channel.webhook;

import java.net.InetAddress;
import java.util.List;

/** What came of asking for a name. That it has no address is a failure, and not in here. */
public sealed interface Resolution {

  record Found(List<InetAddress> addresses) implements Resolution {
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /** Not looked up at all, for lack of threads on our side: says nothing of the name. */
  record PutOff() implements Resolution {}
}
