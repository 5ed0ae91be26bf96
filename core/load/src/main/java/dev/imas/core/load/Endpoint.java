package dev.imas.core.load;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * The server to post to.
 *
 * @param isTls whether it is reached by https
 * @param pathPrefix the path before that of a format: empty, or without a slash at its end
 */
record Endpoint(String host, int port, String pathPrefix, boolean isTls) {

  Endpoint(String host, int port, String pathPrefix) {
    this(host, port, pathPrefix, false);
  }

  /**
   * @throws IllegalArgumentException for anything but {@code http[s]://host[:port][/path]}
   */
  static Endpoint of(URI uri) {
    boolean isTls = "https".equals(uri.getScheme());
    if (!(isTls || "http".equals(uri.getScheme())) || uri.getHost() == null) {
      throw new IllegalArgumentException("'" + uri + "' is not a URL such as https://host:port");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Endpoint(
        uri.getHost(),
        uri.getPort() < 0 ? (isTls ? 443 : 80) : uri.getPort(),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        isTls);
  }

  String authority() {
    return host + ":" + port;
  }

  URI uri() {
    return URI.create((isTls ? "https://" : "http://") + authority() + pathPrefix);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }
}
