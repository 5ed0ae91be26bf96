package dev.imas.core.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL: as the role that migrates, or, where a process shall not know that one's
 * password, as one of the restricted logins. From the former all follows: the logins of gateway,
 * core and notifier are reached by {@link #as}: their passwords follow from the migrating role's,
 * so that one URL is the whole configuration, and no process but the migration ever connects with
 * rights over tables.
 */
public record DatabaseConfig(
    String host, int port, String database, String user, Secret password, Tls tls) {

  private static final String JDBC_TIMEOUTS =
      "connectTimeout=10&loginTimeout=10&socketTimeout=300&tcpKeepAlive=true";

  /**
   * Reads {@code postgresql://user:password@host:port/database?sslmode=require}.
   *
   * @throws IllegalArgumentException with a message for the user when a part is missing
   */
  public static DatabaseConfig parse(String url) {
    URI uri = uri(url.startsWith("jdbc:") ? url.substring(5) : url);
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
        unescaped(userInfo.substring(0, colon)),
        new Secret(unescaped(userInfo.substring(colon + 1))),
        tlsOf(uri.getQuery()));
  }

  /** A plus is a plus: this is no form. */
  private static String unescaped(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** What a URI's own exception says holds the whole of it, and so the password. */
  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "it is no URL: percent-escape what means something in one, such as %40 for @ and %25 for"
              + " % in the password");
    }
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
              "sslmode is one that is not known here; expected disable, require or verify-full");
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

  /** Does it name one of the restricted logins instead of the role that migrates? */
  public boolean isRestricted() {
    return Arrays.stream(Login.values()).anyMatch(login -> login.roleName().equals(user));
  }

  /**
   * The same server as one of the restricted logins.
   *
   * @throws IllegalStateException when this names another one of them, from which nothing follows
   */
  public DatabaseConfig as(Login login) {
    if (user.equals(login.roleName())) {
      return this;
    }
    if (isRestricted()) {
      throw new IllegalStateException(user + " is not " + login.roleName());
    }
    return new DatabaseConfig(
        host, port, database, login.roleName(), new Secret(passwordOf(login)), tls);
  }

  /** The same database by another way. */
  public DatabaseConfig at(String otherHost, int otherPort) {
    return new DatabaseConfig(otherHost, otherPort, database, user, password, tls);
  }

  /** As {@link #parse} reads it, password included. */
  public Secret url() {
    return new Secret(
        "postgresql://"
            + escaped(user)
            + ":"
            + escaped(password.reveal())
            + "@"
            + host
            + ":"
            + port
            + "/"
            + database
            + switch (tls) {
              case OFF -> "";
              case REQUIRE -> "?sslmode=require";
              case VERIFY -> "?sslmode=verify-full";
            });
  }

  private static String escaped(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * For the few connections of a start and of commands. None waits for ever for a server that says
   * nothing: ten seconds to log in, five minutes for the next byte of an answer, as a migration may
   * take long.
   */
  public String jdbcUrl() {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + database
        + switch (tls) {
          case OFF -> "?";
          case REQUIRE -> "?sslmode=require&";
          case VERIFY ->
              "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&";
        }
        + JDBC_TIMEOUTS;
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
    INGEST("gateway"),
    APP("core"),
    NOTIFIER("notifier");

    private final String part;

    Login(String part) {
      this.part = part;
    }

    /** The part of IMAS that connects so: {@code gateway}. */
    public String part() {
      return part;
    }

    public String roleName() {
      return "imas_" + name().toLowerCase(Locale.ROOT);
    }
  }
}
