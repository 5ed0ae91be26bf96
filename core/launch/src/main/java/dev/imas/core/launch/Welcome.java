package dev.imas.core.launch;

import dev.imas.core.message.InvitationLink;
import dev.imas.core.platform.Secret;
import dev.imas.core.tenant.Bootstrap;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines that are shown after the start.
 *
 * @param tls the roles whose ports speak TLS
 */
record Welcome(
    Map<String, Integer> ports,
    Set<String> tls,
    Bootstrap.Result bootstrap,
    boolean keyPinned,
    boolean tokenPinned,
    @Nullable String publicUrl) {

  private static final Logger log = LoggerFactory.getLogger(Welcome.class);

  void print(PrintWriter out) {
    out.println();
    out.println("IMAS " + Version.current() + " is up.");
    ports.forEach((role, port) -> out.printf("  %-9s %s%n", role, url(role, port)));
    String key =
        bootstrap
            .newSourceKey()
            .map(secret -> keyPinned ? "$IMAS_BOOTSTRAP_SOURCE_KEY" : secret.reveal())
            .orElse(keyPinned ? "$IMAS_BOOTSTRAP_SOURCE_KEY" : "<source key>");
    out.printf(
        "  %-9s %s%n",
        "key",
        keyPinned
            ? "the one in IMAS_BOOTSTRAP_SOURCE_KEY"
            : shown(bootstrap.newSourceKey().isPresent(), key, "POST /api/v1/sources/<id>/keys"));
    String token = bootstrap.newAdminToken().map(secret -> secret.reveal()).orElse("");
    out.printf(
        "  %-9s %s%n",
        "token",
        tokenPinned
            ? "the one in IMAS_BOOTSTRAP_ADMIN_TOKEN"
            : shown(bootstrap.newAdminToken().isPresent(), token, "imas token create"));
    bootstrap
        .newAdminCode()
        .ifPresent(
            code ->
                out.printf(
                    "  %-9s %s   (shown this once; makes your account)%n",
                    "admin", firstLink(code)));
    Integer gateway = ports.get("gateway");
    if (gateway != null) {
      out.println();
      out.println("Open an incident and see its page here:");
      out.println();
      // The header has double quotes so that the shell inserts a key from the environment.
      out.printf(
          "  curl -sS -H \"Authorization: Bearer %s\" -H 'Content-Type: application/json' -d"
              + " '{\"alert_name\":\"DiskFull\",\"severity\":\"critical\",\"service\":\"checkout\",\"title\":\"Disk"
              + " full on db-1\",\"labels\":{\"host\":\"db-1\"}}' %s/api/v1/webhooks/custom/%n",
          key, url("gateway", gateway));
    }
    out.println();
    out.flush();
  }

  /**
   * Opens the dashboard. A process without core has none, and names the code alone; so does one
   * whose port is not chosen yet.
   */
  String firstLink(Secret code) {
    Integer core = ports.get("core");
    if (core == null || core == 0) {
      return code.reveal();
    }
    String people = publicUrl == null ? url("core", core) : publicUrl;
    return (people.endsWith("/") ? people.substring(0, people.length() - 1) : people)
        + InvitationLink.PATH
        + code.reveal();
  }

  /**
   * Logs the same as an event.
   *
   * @param credentials the file with the credentials that were just created; null if none were
   */
  void log(@Nullable Path credentials) {
    var event = log.atInfo().addKeyValue("version", Version.current());
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      event = event.addKeyValue(port.getKey(), url(port.getKey(), port.getValue()));
    }
    if (credentials != null) {
      event = event.addKeyValue("credentials", credentials);
    }
    event.log("IMAS is up");
  }

  private String url(String role, int port) {
    return (tls.contains(role) ? "https" : "http") + "://localhost:" + port;
  }

  private static String shown(boolean isNew, String secret, String another) {
    return isNew
        ? secret + "   (shown this once)"
        : "shown at the first start; another: " + another;
  }
}
