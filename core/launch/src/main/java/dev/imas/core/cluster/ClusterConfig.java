package dev.imas.core.cluster;

import dev.imas.core.platform.Settings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which processes share an event bus, and where this process listens for the others.
 *
 * @param members {@code host:port} at which each of them listens; this process may be among them
 * @param host the address of this machine on which both ports listen
 * @param port the port of the cluster membership, which is not encrypted
 * @param busPort the port of the messages, which are encrypted
 * @param advertised where the others reach this process, if that differs
 */
public record ClusterConfig(
    List<String> members, InetAddress host, int port, int busPort, Advertised advertised) {

  /** The default port of the membership. */
  static final int PORT = 8095;

  private static final int BUS_PORT = 8096;
  private static final int MOST_MEMBERS = 100;
  private static final Pattern MEMBER =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9_.-]+)(?::(\\d{1,5}))?");

  /**
   * @param host null: the address on which it listens
   */
  public record Advertised(@Nullable String host, OptionalInt port, OptionalInt busPort) {}

  public ClusterConfig {
    members = List.copyOf(members);
  }

  /** Empty if no members are named: then nothing listens. */
  public static Optional<ClusterConfig> read(Settings in) {
    String members = in.text("cluster.members");
    String host = in.text("cluster.host", "127.0.0.1");
    int port = in.port("cluster.port", PORT);
    int busPort = in.port("cluster.bus-port", BUS_PORT);
    boolean allowPublic = in.flag("cluster.allow-public", false);
    Advertised advertised =
        new Advertised(
            in.text("cluster.advertised-host"),
            given(in.port("cluster.advertised-port", 0)),
            given(in.port("cluster.advertised-bus-port", 0)));
    if (members == null) {
      return Optional.empty();
    }
    for (String key : new String[] {"cluster.port", "cluster.bus-port"}) {
      if ((key.equals("cluster.port") ? port : busPort) == 0) {
        in.fault(
            named(key)
                + " is 0; expected a fixed port, so that the other members can "
                + "know it");
      }
    }
    return OwnAddress.find(in, host, allowPublic, advertised.host() != null)
        .map(own -> new ClusterConfig(addresses(in, members), own, port, busPort, advertised));
  }

  static String named(String key) {
    return key + " (" + Settings.environmentName(key) + ")";
  }

  private static OptionalInt given(int port) {
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static List<String> addresses(Settings in, String text) {
    List<String> addresses = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      Matcher member = MEMBER.matcher(word.strip());
      int port = PORT;
      if (member.matches() && member.group(2) != null) {
        port = Integer.parseInt(member.group(2));
      }
      if (!member.matches() || port < 1 || port > 65_535) {
        in.fault(
            named("cluster.members")
                + " names '"
                + word.strip()
                + "'; expected host, host:port or [IPv6]:port, with commas between them");
      } else {
        addresses.add(member.group(1) + ":" + port);
      }
    }
    if (addresses.size() > MOST_MEMBERS) {
      in.fault(
          named("cluster.members")
              + " names "
              + addresses.size()
              + " members; expected "
              + MOST_MEMBERS
              + " at most");
    }
    return addresses;
  }
}
