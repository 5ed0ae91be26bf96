package dev.imas.core.load;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * The server to post to.
 *
 * @param pathPrefix the path before that of a format: empty, or without a slash at its end
 */
record Endpoint(String host, int port, String pathPrefix) {

  /**
   * @throws IllegalArgumentException for anything but {@code http://host[:port][/path]}
   */
  static Endpoint of(URI uri) {
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("'" + uri + "' is not a URL such as http://host:port");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Endpoint(
        uri.getHost(),
        uri.getPort() < 0 ? 80 : uri.getPort(),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  String authority() {
    return host + ":" + port;
  }

  URI uri() {
    return URI.create("http://" + authority() + pathPrefix);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }
}
