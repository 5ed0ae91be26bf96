package dev.imas.core.platform;

import dev.imas.core.model.Network;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that are believed when they say who called (API-07). Each appends to {@code
 * X-Forwarded-For} the address that it was called from. Read from its end, the first address that
 * is not such a proxy's is the caller's. Whatever stands before it may be made up.
 */
public record TrustedProxies(List<Network> networks) {

  private static final String HEADER = "x-forwarded-for";
  private static final String KEY = "caller-address";

  /** Reads {@code <role>.trusted-proxies}: addresses and ranges, with commas. */
  public static TrustedProxies read(Settings in, String role) {
    String setting = role + ".trusted-proxies";
    List<Network> networks = new ArrayList<>();
    for (String entry : entries(in.text(setting, ""))) {
      try {
        networks.add(Network.parse(entry));
      } catch (IllegalArgumentException e) {
        in.fault(
            setting
                + " ("
                + Settings.environmentName(setting)
                + "): '"
                + entry
                + "' is neither an address nor a range such as 10.0.0.0/8");
      }
    }
    return new TrustedProxies(List.copyOf(networks));
  }

  /**
   * The address of whoever sent the request: the caller's if a trusted proxy passed it on,
   * otherwise the one that the port saw.
   */
  public static String callerOf(RoutingContext context) {
    String address = context.get(KEY);
    return address == null ? context.request().remoteAddress().hostAddress() : address;
  }

  /** Notes whose request it is, once for all who ask later. */
  public void note(RoutingContext context) {
    if (!networks.isEmpty()) {
      String caller = callerOf(context.request());
      if (caller != null) {
        context.put(KEY, caller);
      }
    }
  }

  /** The same for a request that no router has seen; null for one without an address. */
  public @Nullable String callerOf(HttpServerRequest request) {
    SocketAddress connected = request.remoteAddress();
    String peer = connected == null ? null : connected.hostAddress();
    if (peer == null || networks.isEmpty()) {
      return peer;
    }
    List<String> forwarded = request.headers().getAll(HEADER);
    return forwarded.isEmpty() ? peer : callerOf(peer, forwarded);
  }

  /**
   * @param peer the address that the port saw
   * @param forwarded all values of the header, in order
   */
  String callerOf(String peer, List<String> forwarded) {
    List<String> hops = forwarded.stream().flatMap(value -> entries(value).stream()).toList();
    String caller = peer;
    for (int i = hops.size() - 1; i >= 0 && trusts(caller); i--) {
      Optional<String> before = addressOf(hops.get(i));
      if (before.isEmpty()) {
        break;
      }
      caller = before.get();
    }
    return caller;
  }

  /** Whether the address is that of such a proxy, whose connections are those of many callers. */
  public boolean isOne(String address) {
    return !networks.isEmpty() && trusts(address);
  }

  private boolean trusts(String address) {
    byte[] bytes = InetAddress.ofLiteral(withoutZone(address)).getAddress();
    return networks.stream().anyMatch(network -> network.contains(bytes));
  }

  /** Some proxies add the port: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
  private static Optional<String> addressOf(String hop) {
    String text = hop;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      text = text.substring(0, text.indexOf(':'));
    }
    return literal(withoutZone(text)).map(InetAddress::getHostAddress);
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  private static List<String> entries(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
