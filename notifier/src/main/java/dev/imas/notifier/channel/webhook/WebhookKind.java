package dev.imas.notifier.channel.webhook;

import dev.imas.core.model.ChannelReach;
import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.egress.AddressPolicy;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.WebAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON that is posted to the team's own address. */
public final class WebhookKind implements InstalledKind {

  private static final String ALLOW = "allow";
  private static final String PORTS = "ports";

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public String address() {
    return "an http or https URL. Its credentials, path and query count as secret";
  }

  @Override
  public @Nullable String faultOf(String address) {
    try {
      WebAddress.parse(address, Set.of());
      return null;
    } catch (IllegalArgumentException e) {
      return "is no http or https address to post to: " + e.getMessage();
    }
  }

  @Override
  public String shown(String address) {
    return WebAddress.shown(address);
  }

  @Override
  public String secret() {
    return "signs each post";
  }

  @Override
  public List<Demand> demands(String address) {
    WebAddress target = WebAddress.parse(address, Set.of());
    return List.of(
        new Demand(
            reach -> !new AddressPolicy(reach.limit(ALLOW)).refusesUnresolved(target.host()),
            target.host()
                + " is in a network that webhooks may not go to; use a public address, or have it"
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

  /** Every notifier can post. */
  @Override
  public String mend() {
    return "use another channel";
  }

  @Override
  public String page() {
    return "webhook.md";
  }

  @Override
  public Optional<ChannelSetup> configure(Settings in) {
    EgressConfig egress = EgressConfig.read(in);
    return Optional.of(
        new ChannelSetup(
            egress.timeout(),
            reach(egress.addresses(), egress.ports()),
            ports -> new WebhookChannel(ports.egress(), ports.platform().clock())));
  }

  static ChannelReach reach(AddressPolicy addresses, Set<Integer> ports) {
    return new ChannelReach(
        Map.of(
            ALLOW,
            addresses.entries(),
            PORTS,
            ports.stream().map(String::valueOf).collect(Collectors.toList())));
  }
}
