package dev.imas.core.launch;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Secret;
import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database of this process: the user's own, or the embedded one, which {@link #close} stops.
 */
final class Store implements AutoCloseable {

  private final DatabaseConfig database;
  private final @Nullable EmbeddedPostgres embedded;

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
    EmbeddedPostgres embedded =
        signal.open(
            () ->
                EmbeddedPostgres.start(
                    EmbeddedPostgresConfig.in(config.dataDir())
                        .withPort(config.embeddedPort())
                        .withBinariesDir(config.binariesDir())
                        .withSettings(settings)),
            EmbeddedPostgres::close);
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

  /** The database with the role that migrates. */
  DatabaseConfig database() {
    return database;
  }

  @Nullable EmbeddedPostgres embedded() {
    return embedded;
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
