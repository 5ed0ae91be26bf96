package dev.imas.core.launch;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.schema.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, in a process that does not migrate, until the database has this version's schema. Of
 * several processes that are started with the migration, none fails because it came first.
 */
final class SchemaWait {

  private static final Logger log = LoggerFactory.getLogger(SchemaWait.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private SchemaWait() {}

  /** Returns at once if the database does not answer, since the roles wait for that themselves. */
  static void until(DatabaseConfig database) {
    boolean said = false;
    while (!isDone(database)) {
      if (!said) {
        said = true;
        log.atWarn()
            .addKeyValue("database", database.database())
            .log(
                "The database's schema is older than this version of IMAS, which waits until you"
                    + " run: imas migrate");
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static boolean isDone(DatabaseConfig database) {
    try {
      return Migrations.isDone(database);
    } catch (SQLException e) {
      log.debug("The database cannot be asked for its schema", e);
      return true;
    }
  }
}
