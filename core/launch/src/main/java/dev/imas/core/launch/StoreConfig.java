package dev.imas.core.launch;

import dev.imas.core.platform.DataFolder;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Settings;
import dev.imas.core.postgres.BackupSeal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the data is stored.
 *
 * @param external the user's own PostgreSQL; null for the embedded one
 * @param dataDir the folder of the embedded PostgreSQL, and of the encryption key if none is
 *     configured
 * @param binariesDir where the embedded PostgreSQL's programs are unpacked, once per version
 * @param embeddedPort 0: one is chosen and remembered
 * @param walBytes the bytes that the embedded PostgreSQL keeps for its WAL; 0: by the free space on
 *     the disk
 * @param archive where the embedded PostgreSQL archives its WAL; null: nowhere
 * @param mustReplicate whether a PostgreSQL is refused whose commits wait for no other server
 * @param encryptionKey 32 bytes, Base64
 * @param seal encrypts backups, and the WAL in the archive
 */
record StoreConfig(
    @Nullable DatabaseConfig external,
    Path dataDir,
    Path binariesDir,
    int embeddedPort,
    long walBytes,
    @Nullable ArchiveConfig archive,
    boolean mustReplicate,
    Optional<Secret> encryptionKey,
    BackupSeal seal) {

  /** What is asked of an external PostgreSQL. */
  private enum Replication {
    /** Its readiness says if commits wait for a standby. */
    REPORT,
    /** It must name a synchronous standby. */
    REQUIRED
  }

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
    BackupSeal seal = BackupKey.read(in, key);
    return new StoreConfig(
        external,
        dataDir,
        in.path("database.binaries-dir", dataDir.resolve("postgres")),
        in.port("database.embedded-port", 0),
        walBytes(in),
        ArchiveConfig.read(in, dataDir, url.isPresent(), key.isPresent() || seal.isSealing()),
        in.choice("database.replication", Replication.REPORT, Replication.class)
            == Replication.REQUIRED,
        key,
        seal);
  }

  /**
   * For a command that works while IMAS may be running.
   *
   * @throws dev.imas.core.platform.ConfigurationException with everything that is wrong with the
   *     settings
   */
  static StoreConfig forCommand(@Nullable Path configFile) {
    LogSetup.forCommand();
    Settings settings = LaunchConfig.settings(configFile);
    StoreConfig config = read(settings);
    settings.throwIfFaulty();
    return config;
  }

  /** Where the data is stored, without any secret. */
  String describe() {
    return external == null
        ? "embedded, in " + dataDir
        : external.shownServers() + "/" + external.database();
  }

  /**
   * What is wrong with these roles in a process whose database login belongs to one role.
   *
   * @param roles the roles to run
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
      in.fault(
          "database.embedded-wal (IMAS_DATABASE_EMBEDDED_WAL) is too small; expected 0, "
              + "or at least 32 MiB, which is two WAL files");
    }
    return bytes;
  }
}
