package dev.imas.core.launch;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the data are.
 *
 * @param external a PostgreSQL of the user's; null for the embedded one
 * @param dataDir of the embedded PostgreSQL, and of the encryption key where none is configured
 * @param binariesDir where the embedded PostgreSQL's programs are unpacked, once per version
 * @param embeddedPort 0: chosen and remembered
 * @param walBytes that the embedded PostgreSQL keeps for its WAL; 0: by what is free on the disk
 * @param encryptionKey 32 bytes, Base64
 */
record StoreConfig(
    @Nullable DatabaseConfig external,
    Path dataDir,
    Path binariesDir,
    int embeddedPort,
    long walBytes,
    Optional<Secret> encryptionKey) {

  static StoreConfig read(Settings in) {
    DatabaseConfig external = null;
    Optional<Secret> url = in.secret("database.url", 1);
    if (url.isPresent()) {
      try {
        external = DatabaseConfig.parse(url.get().reveal());
      } catch (IllegalArgumentException e) {
        in.fault(
            "database.url ("
                + Settings.environmentName("database.url")
                + ") cannot be read; "
                + e.getMessage());
      }
    }
    Path dataDir = in.path("data-dir", DataFolder.byDefault());
    Optional<Secret> key = in.secret("encryption-key", 43);
    return new StoreConfig(
        external,
        dataDir,
        in.path("database.binaries-dir", dataDir.resolve("postgres")),
        in.port("database.embedded-port", 0),
        walBytes(in),
        key);
  }

  /**
   * For a command that works beside a running IMAS.
   *
   * @throws dev.imas.core.platform.ConfigurationException with all that is wrong with the settings
   */
  static StoreConfig forCommand(@Nullable Path configFile) {
    LogSetup.forCommand();
    Settings settings = LaunchConfig.settings(configFile);
    StoreConfig config = read(settings);
    settings.throwIfFaulty();
    return config;
  }

  /** Where the data are, in words that hold no secret. */
  String describe() {
    return external == null
        ? "embedded, in " + dataDir
        : external.host() + ":" + external.port() + "/" + external.database();
  }

  /**
   * What is wrong with these roles in a process that has the login of one of them.
   *
   * @param roles to run
   */
  Optional<String> loginFault(Set<String> roles) {
    DatabaseConfig database = external;
    if (database == null || !database.isRestricted()) {
      return Optional.empty();
    }
    return Arrays.stream(DatabaseConfig.Login.values())
        .filter(login -> login.roleName().equals(database.user()))
        .filter(login -> !roles.equals(Set.of(login.part())))
        .map(
            login ->
                "database.url ("
                    + Settings.environmentName("database.url")
                    + ") names the login "
                    + login.roleName()
                    + "; expected --roles="
                    + login.part()
                    + " alone, or the role that migrates")
        .findFirst();
  }

  private static long walBytes(Settings in) {
    long bytes = in.bytes("database.embedded-wal", 0, 0, 4L << 30);
    if (bytes > 0 && bytes < 32 << 20) {
      in.fault("database.embedded-wal is 0 or at least 32 MiB, which is two files");
    }
    return bytes;
  }
}
