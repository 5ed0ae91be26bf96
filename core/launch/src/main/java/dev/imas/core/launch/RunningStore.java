package dev.imas.core.launch;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Secret;
import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database for a command that works while IMAS may be running. It uses the embedded PostgreSQL
 * that runs already; otherwise it starts one for the duration of the command.
 */
record RunningStore(DatabaseConfig database, @Nullable Store own) implements AutoCloseable {

  /**
   * @param signal stops the PostgreSQL that this starts
   */
  static RunningStore attach(StoreConfig config, StopSignal signal) {
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
    Store store = Store.open(config, signal);
    return new RunningStore(store.database(), store);
  }

  /**
   * A connection with core's rights, in IMAS's schema.
   *
   * @throws CommandFailure if this login does not exist yet, or the database does not answer
   */
  Connection asCore() {
    DatabaseConfig app = database.as(DatabaseConfig.Login.APP);
    try {
      Connection connection =
          DriverManager.getConnection(app.jdbcUrl(), app.user(), app.password().reveal());
      connection.setSchema("imas");
      return connection;
    } catch (SQLException e) {
      boolean refused = DatabaseFailure.of(e) == DatabaseFailure.NOT_LET_IN;
      throw new CommandFailure(
          CommandFailure.NO_DATABASE,
          refused
              ? "This database has no IMAS schema yet, or its logins were created with "
                  + "another password: start IMAS on it (imas run), or run: imas migrate"
              : "The database at "
                  + app.host()
                  + ":"
                  + app.port()
                  + "/"
                  + app.database()
                  + " cannot be reached: "
                  + CommandFailure.reason(e));
    }
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
