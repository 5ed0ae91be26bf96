package dev.imas.notifier.egress;

import dev.imas.core.model.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where requests may go: the public internet, and what the operator allows by name or range.
 * Internal networks are refused. Otherwise anyone who may enter the address of a webhook or of a
 * provider could make IMAS send requests into them (SSRF). Pure.
 */
public final class AddressPolicy {

  /** Every range that IANA's special-purpose address registries do not call globally reachable. */
  private static final List<Network> INNER_V4 =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /** All public IPv6 addresses are in here… */
  private static final Network GLOBAL_V6 = Network.parse("2000::/3");

  /** …except these: protocol assignments and Teredo, documentation, 6to4. */
  private static final List<Network> INNER_V6 =
      networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /**
   * Behind NAT64, the last four bytes of an IPv6 address are the IPv4 address that it stands for.
   */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private final List<String> entries;
  private final Set<String> hosts = new HashSet<>();
  private final List<Network> allowed;

  /**
   * @param allow host names, addresses and ranges
   * @throws IllegalArgumentException naming the entry that is none of them
   */
  public AddressPolicy(List<String> allow) {
    entries = List.copyOf(allow);
    allowed =
        allow.stream()
            .flatMap(
                entry -> {
                  if (isHostName(entry)) {
                    hosts.add(entry.toLowerCase(Locale.ROOT));
                    return Stream.empty();
                  }
                  return Stream.of(Network.parse(entry));
                })
            .toList();
  }

  /** What the operator allowed, as it was typed. */
  public List<String> entries() {
    return entries;
  }

  /**
   * Whether a host can be refused without a DNS lookup: an address, or {@code localhost}. Other
   * names are checked by their addresses when a message is sent.
   */
  public boolean refusesUnresolved(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return !allows(host, List.of(InetAddress.getLoopbackAddress()));
    }
    try {
      return !allows(host, List.of(InetAddress.ofLiteral(host)));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * @param host as typed
   * @param addresses all addresses of the host. One that is refused is enough, since a name that
   *     points inside and outside is an attack
   */
  public boolean allows(String host, List<InetAddress> addresses) {
    return !addresses.isEmpty()
        && (hosts.contains(host.toLowerCase(Locale.ROOT))
            || addresses.stream().allMatch(address -> allows(address.getAddress())));
  }

  /** Whether it is not on the public internet, so that only the operator's list allows it. */
  public boolean isInner(InetAddress address) {
    return !isPublic(address.getAddress());
  }

  private boolean allows(byte[] address) {
    return allowed.stream().anyMatch(network -> network.contains(address)) || isPublic(address);
  }

  private boolean isPublic(byte[] address) {
    if (address.length == 4) {
      return INNER_V4.stream().noneMatch(network -> network.contains(address));
    }
    if (NAT64.contains(address)) {
      return allows(Arrays.copyOfRange(address, 12, 16));
    }
    return GLOBAL_V6.contains(address)
        && INNER_V6.stream().noneMatch(network -> network.contains(address));
  }

  private static boolean isHostName(String entry) {
    return !entry.contains("/")
        && !entry.contains(":")
        && entry.chars().anyMatch(Character::isLetter);
  }

  private static List<Network> networks(String... ranges) {
    return Stream.of(ranges).map(Network::parse).toList();
  }
}
