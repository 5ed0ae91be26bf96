package dev.imas.core.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where something is sent to. A stored secret goes there with what is sent, so it belongs to that
 * place: when the place changes, whoever changes it has to know the secret.
 */
public final class Destination {

  /** What is wrong with a secret that is to follow, as the end of a sentence. */
  public static final String ASKED_AGAIN =
      "is needed again, since the host that it is sent to changes: the stored one stays with the"
          + " host for which it was given";

  /** The members that say where something is sent to, wherever there are some. */
  private static final Set<String> MEMBERS =
      Set.of("host", "port", "url", "server_url", "address", "bootstrap_servers");

  private Destination() {}

  /** Whether a member of a body, or of a config, says where something is sent to. */
  public static boolean isMember(String name) {
    return MEMBERS.contains(name);
  }

  /**
   * Whether both are the same place: of URLs the scheme, host and port; else the whole text.
   *
   * @param one null for none
   */
  public static boolean isSame(@Nullable String one, @Nullable String other) {
    return one == null || other == null
        ? one == null && other == null
        : place(one).equals(place(other));
  }

  private static String place(String text) {
    String stripped = text.strip();
    try {
      URI uri = new URI(stripped);
      String host = uri.getHost();
      String scheme = uri.getScheme();
      if (host != null && scheme != null) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        int usual = lower.equals("https") ? 443 : lower.equals("http") ? 80 : -1;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return lower + "://" + host.toLowerCase(Locale.ROOT) + ":" + port;
      }
    } catch (URISyntaxException e) {
      // Not a URL, or not one that is understood: then every change of it counts.
    }
    return stripped.toLowerCase(Locale.ROOT);
  }
}
