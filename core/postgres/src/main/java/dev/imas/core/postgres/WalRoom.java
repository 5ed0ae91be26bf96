package dev.imas.core.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for the WAL of the first storm. A new cluster has one WAL file; each further one is filled
 * with zeros by the session that needs it first, while everybody else's commit waits: in a storm of
 * new alerts that took a fifth of the gateway's sessions' time. Files that a checkpoint finds
 * finished are renamed for reuse, up to {@code min_wal_size}, so that many are gone through once.
 */
final class WalRoom {

  private static final Logger log = LoggerFactory.getLogger(WalRoom.class);

  /** Before each file it is looked for others who write, for so long. */
  private static final Duration GLANCE = Duration.ofMillis(20);

  /** Once somebody was seen, so many looks of a second have to be quiet: a storm has its pauses. */
  private static final int LOOKS = 5;

  private static final long QUIET_BYTES_PER_SECOND = 500_000;

  /** After that the storm makes its room itself. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private WalRoom() {}

  /**
   * In the background, while nobody else writes much. Where it fails, or the process ends before,
   * the first storm makes it.
   */
  static void makeIn(ConnectionSettings server) {
    Thread.ofPlatform().name("postgres-wal-room").daemon().start(() -> make(server));
  }

  private static void make(ConnectionSettings server) {
    long began = System.nanoTime();
    try (Connection connection = Cluster.open(server);
        Statement sql = connection.createStatement()) {
      long files = filesToKeep(sql);
      for (long i = 1; i < files; i++) {
        if (!awaitQuiet(sql, began)) {
          log.debug("No room was made for the WAL of the first storm: it is there already");
          return;
        }
        // Without a record, a switch has nothing to switch from.
        sql.execute("SELECT pg_logical_emit_message(false, 'imas', ''), pg_switch_wal()");
      }
      sql.execute("CHECKPOINT");
      log.atInfo()
          .addKeyValue("files", files)
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("PostgreSQL has room for a storm's WAL");
    } catch (SQLException | InterruptedException e) {
      log.atDebug().setCause(e).log("No room was made for the WAL of the first storm");
    }
  }

  /**
   * Until others write little: their commits would wait for each file.
   *
   * @return false when that has not come in time
   */
  private static boolean awaitQuiet(Statement sql, long began)
      throws SQLException, InterruptedException {
    if (isQuiet(sql, GLANCE)) {
      return true;
    }
    int quiet = 0;
    while (quiet < LOOKS && System.nanoTime() - began < PATIENCE.toNanos()) {
      quiet = isQuiet(sql, Duration.ofSeconds(1)) ? quiet + 1 : 0;
    }
    return quiet == LOOKS;
  }

  private static boolean isQuiet(Statement sql, Duration look)
      throws SQLException, InterruptedException {
    long before = written(sql);
    Thread.sleep(look);
    return (written(sql) - before) * 1_000 < QUIET_BYTES_PER_SECOND * look.toMillis();
  }

  private static long written(Statement sql) throws SQLException {
    return number(sql, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  private static long filesToKeep(Statement sql) throws SQLException {
    return number(
        sql,
        "SELECT pg_size_bytes(current_setting('min_wal_size'))"
            + " / pg_size_bytes(current_setting('wal_segment_size'))");
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
