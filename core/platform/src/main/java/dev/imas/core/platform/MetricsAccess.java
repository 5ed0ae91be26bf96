package dev.imas.core.platform;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may read {@code /metrics}, which shows tenants, sources and what they do. With a token set,
 * whoever sends it; otherwise only this machine, or everybody if so configured.
 *
 * @param open whether everybody may, if no token is set
 */
public record MetricsAccess(Optional<Secret> token, boolean open) {

  private static final int SHORTEST_TOKEN = 16;

  public static MetricsAccess read(Settings in) {
    return new MetricsAccess(
        in.secret("metrics.token", SHORTEST_TOKEN), in.flag("metrics.open", false));
  }

  /** Why the request is refused; empty if it is not. */
  Optional<Fault> refusal(HttpServerRequest request) {
    if (token.isPresent()) {
      return isToken(request.getHeader("authorization"))
          ? Optional.empty()
          : Optional.of(
              Fault.of(
                  Fault.Kind.UNAUTHENTICATED,
                  "send the value of metrics.token: " + "Authorization: Bearer <token>"));
    }
    return open || isOfThisMachine(request)
        ? Optional.empty()
        : Optional.of(
            Fault.of(
                Fault.Kind.FORBIDDEN,
                "only this machine may read metrics; set metrics.token and send it, or set "
                    + "metrics.open"));
  }

  private boolean isToken(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    return MessageDigest.isEqual(
        header.substring(7).strip().getBytes(StandardCharsets.UTF_8),
        token.orElseThrow().reveal().getBytes(StandardCharsets.UTF_8));
  }

  /** A proxy on this machine asks for others, so its requests do not count. */
  static boolean isOfThisMachine(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    if (peer == null || peer.hostAddress() == null) {
      return false;
    }
    if (request.getHeader("x-forwarded-for") != null
        || request.getHeader("forwarded") != null
        || request.getHeader("via") != null
        || request.getHeader("x-real-ip") != null) {
      return false;
    }
    try {
      return InetAddress.getByName(peer.hostAddress()).isLoopbackAddress();
    } catch (UnknownHostException noAddress) {
      return false;
    }
  }
}
