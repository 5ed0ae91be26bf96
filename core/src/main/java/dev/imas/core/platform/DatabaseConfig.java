package dev.imas.core.platform;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL as the role that migrates. The logins of gateway, core and notifier are
 * reached by {@link #as}: their passwords follow from the migrating role's, so that one URL is the
 * whole configuration, and no process but the migration ever connects with rights over tables.
 */
public record DatabaseConfig(
    String host, int port, String database, String user, Secret password, Tls tls) {

  /**
   * Reads {@code postgresql://user:password@host:port/database?sslmode=require}.
   *
   * @throws IllegalArgumentException with a message for the user when a part is missing
   */
  public static DatabaseConfig parse(String url) {
    URI uri = URI.create(url.startsWith("jdbc:") ? url.substring(5) : url);
    String userInfo = uri.getRawUserInfo();
    String path = uri.getPath();
    if (uri.getScheme() == null
        || !uri.getScheme().startsWith("postgres")
        || uri.getHost() == null) {
      throw new IllegalArgumentException("expected postgresql://user:password@host:port/database");
    }
    if (userInfo == null || userInfo.indexOf(':') < 1 || userInfo.endsWith(":")) {
      throw new IllegalArgumentException(
          "the user and the password are missing: postgresql://user:password@host:port/database");
    }
    if (path == null || path.length() < 2) {
      throw new IllegalArgumentException(
          "the database's name is missing: postgresql://user:password@host:port/database");
    }
    int colon = userInfo.indexOf(':');
    return new DatabaseConfig(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        path.substring(1),
        URLDecoder.decode(userInfo.substring(0, colon), StandardCharsets.UTF_8),
        new Secret(URLDecoder.decode(userInfo.substring(colon + 1), StandardCharsets.UTF_8)),
        tlsOf(uri.getQuery()));
  }

  /** {@code sslmode} of the URL, as libpq names it. */
  private static Tls tlsOf(@Nullable String query) {
    if (query == null || !query.contains("sslmode=")) {
      return Tls.OFF;
    }
    String mode = query.replaceFirst(".*sslmode=", "").replaceFirst("&.*", "");
    return switch (mode) {
      case "disable" -> Tls.OFF;
      case "require" -> Tls.REQUIRE;
      case "verify-full" -> Tls.VERIFY;
      default ->
          throw new IllegalArgumentException(
              "sslmode is disable, require or verify-full, not " + mode);
    };
  }

  /**
   * REQUIRE encrypts and believes any certificate; VERIFY checks it and the host name against the
   * JDK's trust store.
   */
  public enum Tls {
    OFF,
    REQUIRE,
    VERIFY
  }

  /** The same server as one of the restricted logins. */
  public DatabaseConfig as(Login login) {
    return new DatabaseConfig(
        host, port, database, login.roleName(), new Secret(passwordOf(login)), tls);
  }

  /** The same database by another way. */
  public DatabaseConfig at(String otherHost, int otherPort) {
    return new DatabaseConfig(otherHost, otherPort, database, user, password, tls);
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + database
        + switch (tls) {
          case OFF -> "";
          case REQUIRE -> "?sslmode=require";
          case VERIFY -> "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";
        };
  }

  private String passwordOf(Login login) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(password.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of()
          .formatHex(
              mac.doFinal(("imas login " + login.roleName()).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The roles that processes connect with. None owns a table, none bypasses row-level security. */
  public enum Login {
    INGEST,
    APP,
    NOTIFIER;

    public String roleName() {
      return "imas_" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
