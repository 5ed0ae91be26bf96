package dev.imas.notifier.egress;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address of a request in its parts. It prints without path, query and credentials, because
 * many receivers use those as a password.
 *
 * @param path with the query, as sent
 * @param authorization header made of the credentials in the address
 */
public record WebAddress(
    boolean tls, String host, int port, String path, @Nullable String authorization) {

  /**
   * @param ports that may be used; empty for any
   * @throws IllegalArgumentException with a reason that reveals nothing of the address
   */
  public static WebAddress parse(String address, Set<Integer> ports) {
    URI uri;
    try {
      uri = new URI(address.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the address is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("the address is not an http or https URL");
    }
    String host = uri.getHost();
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException("the address has no usable host name");
    }
    boolean tls = scheme.equals("https");
    int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
    if (port == 0 || port > 65_535 || (!ports.isEmpty() && !ports.contains(port))) {
      throw new IllegalArgumentException(
          "port " + port + " is not allowed (notifier.webhook.ports)");
    }
    return new WebAddress(tls, unbracketed(host), port, path(uri), authorization(uri));
  }

  private static String path(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static @Nullable String authorization(URI uri) {
    String user = uri.getUserInfo();
    return user == null
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * The address without the parts that may be a password: its credentials, its path and its query.
   */
  public static String shown(String address) {
    try {
      WebAddress parsed = parse(address, Set.of());
      return parsed.path.equals("/") ? parsed + "/" : parsed + "/…";
    } catch (IllegalArgumentException e) {
      return "…";
    }
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + host + ":" + port;
  }
}
