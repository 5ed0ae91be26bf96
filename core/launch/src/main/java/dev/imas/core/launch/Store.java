package dev.imas.core.launch;

import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.DataFolder;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Secret;
import dev.imas.core.postgres.BackupException;
import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.core.postgres.WalArchive;
import dev.imas.core.postgres.WalShipper;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database of this process: the user's own, or the embedded one, which {@link #close} stops.
 */
final class Store implements AutoCloseable {

  private final DatabaseConfig database;
  private final @Nullable EmbeddedPostgres embedded;
  private @Nullable WalShipper shipper;
  private @Nullable ArchiveKeeper keeper;

  private Store(DatabaseConfig database, @Nullable EmbeddedPostgres embedded) {
    this.database = database;
    this.embedded = embedded;
  }

  /**
   * Blocks until the database accepts connections.
   *
   * @param signal stops the embedded PostgreSQL, also while it starts
   */
  static Store open(StoreConfig config, StopSignal signal) {
    DatabaseConfig external = config.external();
    if (external != null) {
      return new Store(external, null);
    }
    DataFolder.mustTakeFiles(config.dataDir());
    Map<String, String> settings =
        config.walBytes() == 0
            ? Map.of()
            : Map.of("min_wal_size", (config.walBytes() >> 20) + "MB");
    EmbeddedPostgresConfig own =
        EmbeddedPostgresConfig.in(config.dataDir())
            .withPort(config.embeddedPort())
            .withBinariesDir(config.binariesDir())
            .withSettings(settings);
    // Also for a command, whose WAL would be missing in the archive.
    EmbeddedPostgresConfig wanted = config.archive() == null ? own : own.withArchive();
    EmbeddedPostgres embedded =
        signal.open(() -> EmbeddedPostgres.start(wanted), EmbeddedPostgres::close);
    ConnectionSettings to = embedded.connection();
    return new Store(
        new DatabaseConfig(
            to.host(),
            to.port(),
            to.database(),
            to.user(),
            new Secret(to.password()),
            DatabaseConfig.Tls.OFF),
        embedded);
  }

  /**
   * Archives the WAL from now on, if that is configured.
   *
   * @throws ConfigurationException if the archive is that of another database
   */
  void archive(StoreConfig config, InstantSource clock) {
    ArchiveConfig to = config.archive();
    if (embedded == null || to == null) {
      return;
    }
    try {
      WalShipper ships =
          embedded.archiveTo(
              WalArchive.in(to.folder(), config.seal()),
              to.room(),
              () -> RestoredCopy.isHeld(config.dataDir()),
              clock);
      shipper = ships;
      keeper = new ArchiveKeeper(config, to, ships, clock);
    } catch (BackupException e) {
      throw new ConfigurationException(List.of(ArchiveConfig.named() + ": " + e.getMessage()));
    }
  }

  /** What archives the WAL; null if nothing does. */
  @Nullable WalShipper shipper() {
    return shipper;
  }

  /** What takes backups and practises restores once it is started; null if nothing is archived. */
  @Nullable ArchiveKeeper keeper() {
    return keeper;
  }

  /** The database with the role that migrates. */
  DatabaseConfig database() {
    return database;
  }

  @Nullable EmbeddedPostgres embedded() {
    return embedded;
  }

  @Override
  public void close() {
    if (keeper != null) {
      keeper.close();
    }
    if (embedded != null) {
      embedded.close();
    }
    if (shipper != null) {
      shipper.close();
    }
  }
}
