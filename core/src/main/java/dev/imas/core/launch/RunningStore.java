package dev.imas.core.launch;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Secret;
import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database for a command beside a running IMAS: the one that runs already, else one of our own
 * for as long as the command takes.
 */
record RunningStore(DatabaseConfig database, @Nullable Store own) implements AutoCloseable {

  static RunningStore attach(StoreConfig config) {
    if (config.external() == null) {
      Optional<ConnectionSettings> running = EmbeddedPostgres.running(config.dataDir());
      if (running.isPresent()) {
        ConnectionSettings to = running.get();
        return new RunningStore(
            new DatabaseConfig(
                to.host(),
                to.port(),
                to.database(),
                to.user(),
                new Secret(to.password()),
                DatabaseConfig.Tls.OFF),
            null);
      }
    }
    Store store = Store.open(config);
    return new RunningStore(store.database(), store);
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
