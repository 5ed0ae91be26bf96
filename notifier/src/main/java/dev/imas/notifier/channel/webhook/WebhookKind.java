package dev.imas.notifier.channel.webhook;

import dev.imas.core.model.ChannelReach;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.AddressPolicy;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.InstalledKind;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
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

  /**
   * Most of these threads wait for name servers that do not answer. A tenant gets at most a quarter
   * of them.
   */
  private static final int DNS_THREADS = 128;

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
      WebhookAddress.parse(address, Set.of());
      return null;
    } catch (IllegalArgumentException e) {
      return "is no http or https address to post to: " + e.getMessage();
    }
  }

  @Override
  public String shown(String address) {
    return WebhookAddress.shown(address);
  }

  @Override
  public String secret() {
    return "signs each post";
  }

  @Override
  public List<Demand> demands(String address) {
    WebhookAddress target = WebhookAddress.parse(address, Set.of());
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
    Duration timeout =
        in.duration(
            "notifier.webhook.timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(30));
    AddressPolicy addresses = addresses(in);
    Set<Integer> ports = ports(in);
    HostLimit perHost =
        new HostLimit(
            in.count("notifier.webhook.host-concurrency", 32, 1, 10_000),
            in.count("notifier.webhook.host-rate", 50, 1, 100_000));
    return Optional.of(
        new ChannelSetup(
            timeout,
            reach(addresses, ports),
            (platform, concurrency) ->
                open(
                    platform, new WebhookConfig(timeout, addresses, ports, concurrency, perHost))));
  }

  static ChannelReach reach(AddressPolicy addresses, Set<Integer> ports) {
    return new ChannelReach(
        Map.of(
            ALLOW,
            addresses.entries(),
            PORTS,
            ports.stream().map(String::valueOf).collect(Collectors.toList())));
  }

  private static Channel open(Platform platform, WebhookConfig config) {
    return new WebhookChannel(
        platform.vertx(),
        config,
        new SystemNameResolver(
            platform.vertx(),
            DNS_THREADS,
            config.timeout(),
            Counter.builder("imas.webhook.lookup.deferrals")
                    .description("Posts put off because no thread was free to look up their host")
                    .register(platform.meters())
                ::increment),
        new HostGate(
            config.perHost(),
            config.addresses()::isInner,
            Counter.builder("imas.webhook.host.deferrals")
                    .description("Posts put off because their host has reached its limit")
                    .register(platform.meters())
                ::increment),
        platform.clock(),
        platform.version());
  }

  private static AddressPolicy addresses(Settings in) {
    String key = "notifier.webhook.allow";
    try {
      return new AddressPolicy(list(in.text(key)));
    } catch (IllegalArgumentException e) {
      in.fault(
          key
              + " ("
              + Settings.environmentName(key)
              + "): "
              + e.getMessage()
              + "; expected host names, addresses and ranges such as 10.0.0.0/8, with commas");
      return new AddressPolicy(List.of());
    }
  }

  private static Set<Integer> ports(Settings in) {
    String key = "notifier.webhook.ports";
    Set<Integer> ports = new LinkedHashSet<>();
    for (String entry : list(in.text(key))) {
      try {
        ports.add(Integer.parseInt(entry));
      } catch (NumberFormatException e) {
        in.fault(
            key
                + " ("
                + Settings.environmentName(key)
                + "): '"
                + entry
                + "'; expected port numbers");
      }
    }
    return ports;
  }

  private static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
