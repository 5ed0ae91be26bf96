package dev.imas.core.statuspage;

import dev.imas.core.platform.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where public status pages are served.
 *
 * @param url where the public finds them, without a slash at its end; null: this process serves
 *     none
 * @param snapshots the folder that copies of all pages are written to
 */
public record StatusConfig(@Nullable String url, Optional<Path> snapshots) {

  /** Nobody serves them. */
  public static final StatusConfig OFF = new StatusConfig(null, Optional.empty());

  public static StatusConfig read(Settings in) {
    String url = in.text("status.url");
    String folder = in.text("status.snapshot-folder");
    if (url != null) {
      String host = hostOf(url);
      if (host == null || !url.matches("https?://[A-Za-z0-9.\\[\\]:-]+/?")) {
        in.fault(
            "status.url must be an address without a path, such as https://status.example.org");
      } else if (host.equals(hostOf(in.text("public.url")))) {
        // Cookies know no ports: the pages would get those of whoever is logged in.
        in.fault("status.url needs a host name of its own, not that of public.url");
      }
      url = url.replaceAll("/$", "");
    }
    return new StatusConfig(url, Optional.ofNullable(folder).map(Path::of));
  }

  /** Without its port, in lower case; null if there is none. */
  @Nullable String host() {
    return url == null ? null : hostOf(url);
  }

  /** Whether anybody reads the pages. */
  public boolean isOn() {
    return url != null || snapshots.isPresent();
  }

  private static @Nullable String hostOf(@Nullable String url) {
    if (url == null) {
      return null;
    }
    try {
      String host = URI.create(url).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
