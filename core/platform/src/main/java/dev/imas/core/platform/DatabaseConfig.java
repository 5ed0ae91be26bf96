package dev.imas.core.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How to reach PostgreSQL: as the role that migrates, or as one of the restricted logins if a
 * process must not know that role's password. {@link #as} derives the logins of gateway, core and
 * notifier from the migrating role; their passwords follow from its password. So one URL is the
 * whole configuration, and only the migration ever connects with rights over tables.
 */
public record DatabaseConfig(
    List<Server> servers, String database, String user, Secret password, Tls tls) {

  private static final String JDBC_TIMEOUTS =
      "connectTimeout=10&loginTimeout=10&socketTimeout=300&tcpKeepAlive=true";

  private static final int USUAL_PORT = 5432;

  /** What follows the last @ before the path. */
  private static final Pattern HOSTS = Pattern.compile("^[a-z]+://(?:[^/?#]*@)?([^/?#@]*)");

  /** A name, an IPv4 address, or an IPv6 address in brackets, and a port. */
  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  /** An address of PostgreSQL. */
  public record Server(String host, int port) {

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * @param servers at least one; the others may take its place
   */
  public DatabaseConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("it names no server");
    }
  }

  public DatabaseConfig(
      String host, int port, String database, String user, Secret password, Tls tls) {
    this(List.of(new Server(host, port)), database, user, password, tls);
  }

  /** The host of the first server. */
  public String host() {
    return servers.getFirst().host();
  }

  /** The port of the first server. */
  public int port() {
    return servers.getFirst().port();
  }

  /**
   * Reads {@code postgresql://user:password@host:port/database?sslmode=require}. Several servers
   * are separated by commas, as for libpq: {@code host1:5432,host2:5432}. IMAS writes to the one
   * that takes writes, whatever {@code target_session_attrs} says.
   *
   * @throws IllegalArgumentException with a message for the operator when a part is missing
   */
  public static DatabaseConfig parse(String url) {
    String text = url.startsWith("jdbc:") ? url.substring(5) : url;
    // A URI has one host, so the others are read apart.
    Matcher hosts = HOSTS.matcher(text);
    List<Server> servers = hosts.find() ? serversOf(hosts.group(1)) : List.of();
    URI uri =
        uri(
            servers.isEmpty()
                ? text
                : text.substring(0, hosts.start(1)) + "host" + text.substring(hosts.end(1)));
    String userInfo = uri.getRawUserInfo();
    String path = uri.getPath();
    if (uri.getScheme() == null || !uri.getScheme().startsWith("postgres") || servers.isEmpty()) {
      throw new IllegalArgumentException(
          "it is not a PostgreSQL URL; write postgresql://user:password@host:port/database");
    }
    if (userInfo == null || userInfo.indexOf(':') < 1 || userInfo.endsWith(":")) {
      throw new IllegalArgumentException(
          "the user or the password is missing; write "
              + "postgresql://user:password@host:port/database");
    }
    if (path == null || path.length() < 2) {
      throw new IllegalArgumentException(
          "the database's name is missing; write postgresql://user:password@host:port/database");
    }
    int colon = userInfo.indexOf(':');
    return new DatabaseConfig(
        servers,
        path.substring(1),
        unescaped(userInfo.substring(0, colon)),
        new Secret(unescaped(userInfo.substring(colon + 1))),
        tlsOf(uri.getQuery()));
  }

  /** Empty if one of them cannot be read. */
  private static List<Server> serversOf(String hosts) {
    List<Server> servers = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      Matcher read = SERVER.matcher(host);
      if (!read.matches()) {
        return List.of();
      }
      int port = read.group(2) == null ? USUAL_PORT : Integer.parseInt(read.group(2));
      if (port > 65_535) {
        return List.of();
      }
      servers.add(new Server(read.group(1), port));
    }
    return servers;
  }

  /** Keeps a plus as it is: only in form data does it mean a space. */
  private static String unescaped(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Drops the message of the URI's exception, since it holds the URL with the password. */
  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "it is not a valid URL; percent-encode special characters in the password, such as "
              + "%40 for @ and %25 for %");
    }
  }

  /** The URL's {@code sslmode}, with libpq's names. */
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
              "its sslmode is not supported; use disable, require or verify-full");
    };
  }

  /**
   * REQUIRE encrypts and accepts any certificate. VERIFY checks the certificate against the JDK's
   * trust store, and the host name.
   */
  public enum Tls {
    OFF,
    REQUIRE,
    VERIFY
  }

  /** Whether it names one of the restricted logins instead of the role that migrates. */
  public boolean isRestricted() {
    return Arrays.stream(Login.values()).anyMatch(login -> login.roleName().equals(user));
  }

  /**
   * The same server as one of the restricted logins.
   *
   * @throws IllegalStateException when this names another restricted login, from which no password
   *     can be derived
   */
  public DatabaseConfig as(Login login) {
    if (user.equals(login.roleName())) {
      return this;
    }
    if (isRestricted()) {
      throw new IllegalStateException(user + " is not " + login.roleName());
    }
    return new DatabaseConfig(
        servers, database, login.roleName(), new Secret(passwordOf(login)), tls);
  }

  /** The same database at another address. */
  public DatabaseConfig at(String otherHost, int otherPort) {
    return new DatabaseConfig(otherHost, otherPort, database, user, password, tls);
  }

  /** The URL that {@link #parse} reads, with the password. */
  public Secret url() {
    return new Secret(
        "postgresql://"
            + escaped(user)
            + ":"
            + escaped(password.reveal())
            + "@"
            + shownServers()
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
   * For the few connections of a start and of commands. Ten seconds are the timeout for the login,
   * and five minutes for the next byte of a response, since a migration may take long.
   */
  public String jdbcUrl() {
    return "jdbc:postgresql://"
        + shownServers()
        + "/"
        + database
        + switch (tls) {
          case OFF -> "?";
          case REQUIRE -> "?sslmode=require&";
          case VERIFY ->
              "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&";
        }
        + (servers.size() > 1 ? "targetServerType=primary&" : "")
        + JDBC_TIMEOUTS;
  }

  /** The servers' addresses, separated by commas. */
  public String shownServers() {
    return servers.stream().map(Server::toString).collect(Collectors.joining(","));
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

  /**
   * The database roles that processes connect as. None owns a table or bypasses row-level security.
   */
  public enum Login {
    INGEST("gateway"),
    APP("core"),
    NOTIFIER("notifier");

    private final String part;

    Login(String part) {
      this.part = part;
    }

    /** The role of IMAS that uses this login: {@code gateway}. */
    public String part() {
      return part;
    }

    public String roleName() {
      return "imas_" + name().toLowerCase(Locale.ROOT);
    }
  }
}
