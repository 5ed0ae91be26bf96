package dev.imas.notifier.channel;

import dev.imas.core.model.ChannelKind.Demand;
import dev.imas.core.model.ChannelReach;
import dev.imas.notifier.egress.AddressPolicy;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.WebAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a notifier may post to, as it reports it to core, for channels whose contacts are addresses
 * of the web.
 */
public final class EgressReach {

  private static final String ALLOW = "allow";
  private static final String PORTS = "ports";

  private EgressReach() {}

  public static ChannelReach of(EgressConfig egress) {
    return of(egress.addresses(), egress.ports());
  }

  /**
   * @param ports empty for any
   */
  public static ChannelReach of(AddressPolicy addresses, Set<Integer> ports) {
    return new ChannelReach(
        Map.of(
            ALLOW,
            addresses.entries(),
            PORTS,
            ports.stream().map(String::valueOf).collect(Collectors.toList())));
  }

  /** What can be known of an address before its name is resolved. */
  public static List<Demand> demands(WebAddress target) {
    return List.of(
        new Demand(
            reach -> !new AddressPolicy(reach.limit(ALLOW)).refusesUnresolved(target.host()),
            target.host()
                + " is in a network that may not be posted to; use a public address, or have it"
                + " allowed on the notifier: notifier.webhook.allow (IMAS_NOTIFIER_WEBHOOK_ALLOW)"),
        new Demand(
            reach ->
                reach.limit(PORTS).isEmpty()
                    || reach.limit(PORTS).contains(Integer.toString(target.port())),
            "port "
                + target.port()
                + " may not be posted to; use another, or have it allowed on the notifier:"
                + " notifier.webhook.ports (IMAS_NOTIFIER_WEBHOOK_PORTS)"));
  }
}
