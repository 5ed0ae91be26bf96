package dev.imas.core.cluster;

import com.hazelcast.config.TcpIpConfig;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The members, with all addresses that each name has at the moment. Hazelcast asks for them at its
 * start and whenever it looks for others, on its own threads.
 *
 * <p>It resolves names itself, too. But where it listens on one address only, it drops every other
 * address that a name has, and elsewhere it takes the first. So members that are named would never
 * find each other.
 */
final class NamedMembers extends TcpIpConfig {

  private static final int MOST_ADDRESSES = 200;

  private final InetAddress own;

  /**
   * @param own the address on which this member listens; others are of the same family
   */
  NamedMembers(InetAddress own) {
    this.own = own;
  }

  /** {@code address:port} of each. A name that nobody knows now is left out. */
  @Override
  public List<String> getMembers() {
    return super.getMembers().stream()
        .flatMap(this::addresses)
        .distinct()
        .limit(MOST_ADDRESSES)
        .toList();
  }

  private Stream<String> addresses(String member) {
    int colon = member.lastIndexOf(':');
    String port = member.substring(colon);
    try {
      return Arrays.stream(InetAddress.getAllByName(member.substring(0, colon)))
          .filter(address -> address.getClass() == own.getClass())
          .map(address -> written(address) + port);
    } catch (UnknownHostException notNow) {
      return Stream.empty();
    }
  }

  private static String written(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> four.getHostAddress();
      case Inet6Address six -> "[" + six.getHostAddress() + "]";
      default -> throw new IllegalArgumentException(address + " is of no known family");
    };
  }
}
