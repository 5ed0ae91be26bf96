package dev.imas.core.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a WebSocket or send a form. Browsers ask nobody before they let a page of
 * any site do so, and send the cookies of sites that share the domain. But they say of which origin
 * the page is.
 */
public final class Origins {

  /** What browsers say of requests of the page's own scripts, and of an address that was typed. */
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final @Nullable String own;
  private final Set<String> others;

  /**
   * @param publicUrl where people reach IMAS; null: what their requests say
   * @param others origins of other pages, as browsers send them
   */
  public Origins(@Nullable String publicUrl, Set<String> others) {
    this.own = publicUrl == null ? null : originOf(publicUrl);
    this.others = Set.copyOf(others);
  }

  /** Whether the browser says that a page of another site sends the request. */
  static boolean isOfOtherSite(HttpServerRequest request) {
    String site = request.getHeader("sec-fetch-site");
    return site != null && !OWN.contains(site);
  }

  /** Whether the request is of a program, or of a page of this origin, and of no other site. */
  public boolean allowForm(HttpServerRequest request) {
    return !isOfOtherSite(request) && allow(request);
  }

  /** Whether the request is of a program, or of a page that may. */
  boolean allow(HttpServerRequest request) {
    String origin = request.getHeader("origin");
    if (origin == null) {
      return true;
    }
    String asked = origin.toLowerCase(Locale.ROOT);
    return asked.equals(own) || others.contains(origin) || isOfHost(asked, request.authority());
  }

  static boolean isNamed(HttpServerRequest request) {
    return request.getHeader("origin") != null;
  }

  /** Whether the page came from the host and port that the request is sent to. */
  private static boolean isOfHost(String origin, @Nullable HostAndPort host) {
    int scheme = origin.indexOf("://");
    if (host == null || scheme < 0) {
      return false;
    }
    String named = host.host().toLowerCase(Locale.ROOT);
    int port = host.port();
    String from = origin.substring(scheme + 3);
    boolean isDefault = port < 0 || port == (origin.startsWith("https:") ? 443 : 80);
    return from.equals(named + ":" + port) || (isDefault && from.equals(named));
  }

  /** The scheme, host and port of a URL, as a browser writes them. */
  private static String originOf(String url) {
    int host = url.indexOf("://") + 3;
    int path = url.indexOf('/', host);
    String origin = (path < 0 ? url : url.substring(0, path)).toLowerCase(Locale.ROOT);
    return origin.replaceFirst("^(https://.*):443$|^(http://.*):80$", "$1$2");
  }
}
