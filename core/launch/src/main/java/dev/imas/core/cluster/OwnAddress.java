package dev.imas.core.cluster;

import dev.imas.core.model.Network;
import dev.imas.core.platform.Settings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The address of this machine at which members may reach it. A public address is accepted only if
 * the settings allow it, since whoever reaches the membership's port can join.
 */
final class OwnAddress {

  private static final List<Network> PRIVATE =
      List.of(
          Network.parse("127.0.0.0/8"),
          Network.parse("10.0.0.0/8"),
          Network.parse("172.16.0.0/12"),
          Network.parse("192.168.0.0/16"),
          Network.parse("169.254.0.0/16"),
          Network.parse("100.64.0.0/10"),
          Network.parse("::1"),
          Network.parse("fc00::/7"),
          Network.parse("fe80::/10"));

  private OwnAddress() {}

  /**
   * @param text an address, a host name, or a network that contains one of this machine's addresses
   * @param advertised whether the settings also say at which address others reach it
   * @return empty after reporting a fault
   */
  static Optional<InetAddress> find(
      Settings in, String text, boolean allowPublic, boolean advertised) {
    Optional<InetAddress> found = text.contains("/") ? in(in, text) : named(in, text);
    return found.filter(address -> mayListen(in, address, allowPublic, advertised));
  }

  static boolean isPrivate(InetAddress address) {
    return PRIVATE.stream().anyMatch(network -> network.contains(address.getAddress()));
  }

  private static boolean mayListen(
      Settings in, InetAddress address, boolean allowPublic, boolean advertised) {
    if (!allowPublic && (address.isAnyLocalAddress() || !isPrivate(address))) {
      in.fault(
          ("%s is %s, %s: whoever reaches the port can join, since the membership is not "
                  + "encrypted; name a private address or network of this machine, or set "
                  + "cluster.allow-public=true")
              .formatted(
                  ClusterConfig.named("cluster.host"),
                  address.getHostAddress(),
                  address.isAnyLocalAddress()
                      ? "every address of this machine"
                      : "a public address"));
      return false;
    }
    if (address.isAnyLocalAddress() && !advertised) {
      in.fault(
          "%s is %s; set %s too, since the others must know where they reach this process"
              .formatted(
                  ClusterConfig.named("cluster.host"),
                  address.getHostAddress(),
                  ClusterConfig.named("cluster.advertised-host")));
      return false;
    }
    return true;
  }

  private static Optional<InetAddress> in(Settings in, String text) {
    try {
      Network network = Network.parse(text);
      List<InetAddress> own =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> network.contains(address.getAddress()))
              .toList();
      if (own.size() == 1) {
        return Optional.of(own.getFirst());
      }
      in.fault(
          ("%s is %s, in which this machine has %s; expected exactly one address, or name the "
                  + "address itself")
              .formatted(
                  ClusterConfig.named("cluster.host"),
                  text,
                  own.isEmpty() ? "no address" : "the addresses " + own));
    } catch (IllegalArgumentException | SocketException e) {
      in.fault(
          "%s is '%s'; expected an address, a host name, or a network such as 10.0.0.0/8"
              .formatted(ClusterConfig.named("cluster.host"), text));
    }
    return Optional.empty();
  }

  private static Optional<InetAddress> named(Settings in, String text) {
    try {
      InetAddress address = InetAddress.getByName(text);
      if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
        return Optional.of(address);
      }
      in.fault(
          "%s is %s, which is not an address of this machine; name one of its addresses"
              .formatted(ClusterConfig.named("cluster.host"), text));
    } catch (UnknownHostException | SocketException e) {
      in.fault(
          "%s is '%s'; expected an address, a host name, or a network such as 10.0.0.0/8"
              .formatted(ClusterConfig.named("cluster.host"), text));
    }
    return Optional.empty();
  }
}
