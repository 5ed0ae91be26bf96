package dev.imas.notifier.egress;

import dev.imas.core.platform.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of requests to addresses that tenants enter.
 *
 * @param timeout of one request, from resolving the name to the end of the answer
 * @param ports that may be posted to; empty for any
 * @param perHost limits of one address, for all tenants together
 */
public record EgressConfig(
    Duration timeout, AddressPolicy addresses, Set<Integer> ports, HostLimit perHost) {

  /** To one public address. */
  private static final int POSTS_A_SECOND = 50;

  public EgressConfig {
    ports = Set.copyOf(ports);
  }

  /** Reading it again reports no fault twice. */
  public static EgressConfig read(Settings in) {
    return new EgressConfig(
        in.duration(
            "notifier.webhook.timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(30)),
        addresses(in),
        ports(in),
        new HostLimit(
            in.count("notifier.webhook.host-concurrency", 32, 1, 10_000), POSTS_A_SECOND));
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
